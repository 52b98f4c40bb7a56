/** What a window asks about the machine it runs on. It crosses from the shell to the page as it is. */
export interface Installation {
  readonly versions: readonly NamedVersion[];
  readonly devices: readonly DeviceFacts[];
  readonly packages: readonly PackageFacts[];
}

export interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

/** One compute device: that it works and how fast, or why it does not. */
export interface DeviceFacts {
  readonly name: string;
  readonly works: boolean;
  /** Why it does not work; absent where it does. */
  readonly reason?: string | undefined;
  readonly version?: string | undefined;
  readonly threads?: number | undefined;
  /** Measured on a float32 matrix product, in 10⁹ floating-point operations a second. */
  readonly gigaflops?: number | undefined;
}

/** One package with native code: whether it loads here, and what takes its place where it does not. */
export interface PackageFacts {
  readonly name: string;
  readonly purpose: string;
  readonly works: boolean;
  readonly version?: string | undefined;
  readonly substitute?: string | undefined;
}
