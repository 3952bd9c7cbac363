import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * What a packaged Electron may not do (reliability.md §5.1), in the order of the wire. With RunAsNode off it cannot serve as a Node,
 * so the command line has one of its own (packaging/sportello.sh).
 */
export const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // macOS and Windows; without effect on Linux
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

/** One byte of the wire, as `getCurrentFuseWire` answers it. */
const ON = '1'.charCodeAt(0);

/**
 * Sets them in this executable, before it is signed. An Electron with a fuse that is not in the list above fails: somebody has to
 * decide about it. The test runtime is older than the last ones, and gets those that it knows.
 */
export async function setFuses(executable, { isTestRuntime, isAdHocSigned }) {
  const known = isTestRuntime ? Object.keys(await readFuses(executable)) : Object.keys(FUSES);
  const config = Object.fromEntries(known.map((name) => [FuseV1Options[name], FUSES[name]]));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: !isTestRuntime,
    resetAdHocDarwinSignature: isAdHocSigned,
    ...config,
  });
}

/** What this executable's wire says: true or false by the name of each fuse that it knows. */
export async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  const known = Object.keys(FUSES).filter((name) => wire[FuseV1Options[name]] !== undefined);
  return Object.fromEntries(known.map((name) => [name, wire[FuseV1Options[name]] === ON]));
}
