import file from '../../resources/mail-providers.json';
import { mailProvidersSchema } from '../../shared/contract/mail-provider';

/** The well-known providers, shipped with the app: nothing is asked while an address is typed. */
export const MAIL_PROVIDERS = mailProvidersSchema.parse(file).providers;
