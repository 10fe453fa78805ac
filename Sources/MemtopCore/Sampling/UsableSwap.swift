import LinuxKernel

/// Swap that programs can still go to.
enum UsableSwap {
  /// What is free of it, without zram, which is made of memory. Unit: bytes.
  ///
  /// - Parameter devices: nil, or empty, where `/proc/swaps` is not told: then `SwapFree` counts.
  static func size(_ devices: [SwapDevice]?, _ info: MemInfo?) -> UInt64 {
    guard let devices, !devices.isEmpty else { return info?[.swapFree] ?? 0 }
    return devices.reduce(0) { sum, device in
      guard device.zramName == nil, device.size >= device.used else { return sum }
      return sum.addingSaturated(device.size - device.used)
    }
  }
}
