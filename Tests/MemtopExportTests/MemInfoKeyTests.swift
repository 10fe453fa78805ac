import Testing

@testable import MemtopExport

@Suite struct MemInfoKeyTests {
  @Test(arguments: [
    ("MemTotal", "memTotal"), ("Buffers", "buffers"), ("SReclaimable", "sReclaimable"),
    ("KReclaimable", "kReclaimable"), ("HugePages_Total", "hugePagesTotal"),
    ("HugePages_Rsvd", "hugePagesRsvd"), ("Hugepagesize", "hugepagesize"),
    ("Active(anon)", "activeAnon"), ("Inactive(file)", "inactiveFile"),
    ("Committed_AS", "committedAs"), ("NFS_Unstable", "nfsUnstable"),
    ("DirectMap4k", "directMap4k"),
    ("DirectMap1G", "directMap1G"), ("SwapCached", "swapCached"), ("Zswap", "zswap"), ("", ""),
    ("_", ""), ("A", "a"),
  ])
  func kernelNamesBecomeLowerCamelCase(name: String, key: String) {
    #expect(MemInfoKey.lowerCamelCase(name) == key)
  }
}
