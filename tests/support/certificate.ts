export { makeCertificate } from '../../electron/demo/certificate';
export type { Certificate } from '../../electron/demo/certificate';
