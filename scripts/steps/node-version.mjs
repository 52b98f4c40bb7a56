const oldest = [20, 19];

/** Ends the process with one clear sentence when this Node is older than the project can use. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldest;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(
    `PinnerFormer Studio needs Node ${oldest.join('.')} or newer, and this is Node ${version}. ` +
      'Install a newer one from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}
