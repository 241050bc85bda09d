/**
 * Which package holds the native half for which machine. The release builds one for each line; the loader asks for one.
 */

/** A machine that a release is built for. */
export interface Platform {
  /** What the file and the package are called by. */
  readonly name: string;
  readonly os: NodeJS.Platform;
  readonly cpu: NodeJS.Architecture;
  /** The C library, on Linux. */
  readonly libc?: "glibc" | "musl";
  /** What Rust calls it. */
  readonly target: string;
}

/** Every machine that a release is built for. */
export const PLATFORMS: readonly Platform[] = [
  { name: "linux-x64-gnu", os: "linux", cpu: "x64", libc: "glibc", target: "x86_64-unknown-linux-gnu" },
  { name: "linux-x64-musl", os: "linux", cpu: "x64", libc: "musl", target: "x86_64-unknown-linux-musl" },
  { name: "linux-arm64-gnu", os: "linux", cpu: "arm64", libc: "glibc", target: "aarch64-unknown-linux-gnu" },
  { name: "linux-arm64-musl", os: "linux", cpu: "arm64", libc: "musl", target: "aarch64-unknown-linux-musl" },
  { name: "darwin-arm64", os: "darwin", cpu: "arm64", target: "aarch64-apple-darwin" },
  { name: "darwin-x64", os: "darwin", cpu: "x64", target: "x86_64-apple-darwin" },
  { name: "win32-x64-msvc", os: "win32", cpu: "x64", target: "x86_64-pc-windows-msvc" },
];

/** The package that holds the native half for a platform. */
export function packageOf(platform: Platform): string {
  return `@keywright/${platform.name}`;
}

/** The platform of this process, if a release is built for it. */
export function currentPlatform(): Platform | undefined {
  return PLATFORMS.find(
    ({ os, cpu, libc }) =>
      os === process.platform && cpu === process.arch && (libc === undefined || libc === libcHere()),
  );
}

function libcHere(): "glibc" | "musl" {
  // Node says which glibc it runs on, and nothing where there is none.
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}
