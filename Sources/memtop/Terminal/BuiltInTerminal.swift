/// The terminfo entry for hosts that have none, such as a minimal container.
enum BuiltInTerminal {
  static let name = "xterm-256color"

  /// Value for `TERMINFO`: a compiled entry in base64, as terminfo(5) describes it
  /// under "Fetching Compiled Descriptions".
  ///
  /// Made by `tic -x -o DIR entry.ti` and `TERMINFO=DIR infocmp -q -Q2 xterm-256color` from:
  ///
  ///     xterm-256color|the terminals of today,
  ///       am, bce, mir, msgr, xenl, colors#256, cols#80, lines#24, pairs#32767, bold=\E[1m,
  ///       clear=\E[H\E[2J, civis=\E[?25l, cnorm=\E[?25h, cr=\r, cub=\E[%p1%dD, cub1=^H,
  ///       cud=\E[%p1%dB, cud1=\n, cuf=\E[%p1%dC, cuf1=\E[C, cup=\E[%i%p1%d;%p2%dH,
  ///       cuu=\E[%p1%dA, cuu1=\E[A, dim=\E[2m, ech=\E[%p1%dX, ed=\E[J, el=\E[K, home=\E[H,
  ///       hpa=\E[%i%p1%dG, ind=\n, kbs=^?, kcbt=\E[Z, kcub1=\EOD, kcud1=\EOB, kcuf1=\EOC,
  ///       kcuu1=\EOA, kdch1=\E[3~, kend=\EOF, kf1=\EOP, kf2=\EOQ, kf3=\EOR, kf4=\EOS,
  ///       kf5=\E[15~, kf6=\E[17~, kf7=\E[18~, kf8=\E[19~, kf9=\E[20~, kf10=\E[21~, kf11=\E[23~,
  ///       kf12=\E[24~, khome=\EOH, kich1=\E[2~, knp=\E[6~, kpp=\E[5~, op=\E[39;49m, rev=\E[7m,
  ///       rmcup=\E[?1049l, rmkx=\E[?1l\E>, rmul=\E[24m, setab=\E[48;5;%p1%dm,
  ///       setaf=\E[38;5;%p1%dm, sgr0=\E[m, smcup=\E[?1049h, smkx=\E[?1h\E=, smul=\E[4m,
  ///       vpa=\E[%i%p1%dd,
  static let entry = """
    b64:GgEmAB0ADwBpAV0BeHRlcm0tMjU2Y29sb3J8dGhlIHRlcm1pbmFscyBvZiB0b2RheQAAAQAAAQAAAAAAAAAAAQEA\
    AAAAAAAAAAAAAAAAAQBQAP__GAD__________________________wAB_3______AAD_____AgAKAA4AEgD__x0ALgAw\
    ADQAOwD__z0ARAD__0gA__________________9MAFEA__9aAP_______18A__9kAGkA__9yAHYA________fwD_____\
    _____________________4UA________hwD__4wA__________-QAJQAmgCeAKIApgCsALIAuAC-AMQAyAD__80A___R\
    ANYA2wD________fAOMA6wD_____________________________________________8wD________8AAUB__8OAf__\
    _____________________________xcB__8iAf_______________________________________________yQB____\
    ____________________________________KAH_____________________________________________________\
    __________________________________________________________________________________8sATIB____\
    ____________________________________________________________________________________________\
    ____________________________________________________________________________________________\
    ______________________84Af__________________________________________________________________\
    ____________________________________________________________________________________________\
    ____QQFPAQ0AG1tIG1sySgAbW0sAG1tKABtbJWklcDElZEcAG1slaSVwMSVkOyVwMiVkSAAKABtbSAAbWz8yNWwACAAb\
    Wz8yNWgAG1tDABtbQQAbWzFtABtbPzEwNDloABtbMm0AG1s3bQAbWzRtABtbJXAxJWRYABtbbQAbWz8xMDQ5bAAbWzI0\
    bQB_ABtbM34AG09CABtPUAAbWzIxfgAbT1EAG09SABtPUwAbWzE1fgAbWzE3fgAbWzE4fgAbWzE5fgAbWzIwfgAbT0gA\
    G1syfgAbT0QAG1s2fgAbWzV-ABtPQwAbT0EAG1s_MWwbPgAbWz8xaBs9ABtbJXAxJWRCABtbJXAxJWREABtbJXAxJWRD\
    ABtbJXAxJWRBABtbJWklcDElZGQACgAbW1oAG09GABtbMjN-ABtbMjR-ABtbMzk7NDltABtbMzg7NTslcDElZG0AG1s0\
    ODs1OyVwMSVkbQA=
    """
}
