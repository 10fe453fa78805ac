import ArgumentParser

@main
struct Memtop: ParsableCommand {}
