import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/**
 * Our name for the login by token. Asked for "XOAUTH2", the library (10.6.0) wants a token generator of its own, else it
 * takes the first mechanism that the server offers instead: a password login at Google and Microsoft.
 */
export const TOKEN_LOGIN = 'SPORTELLO-TOKEN';

/**
 * The mechanism XOAUTH2 for nodemailer's connection, with a token that is given: the library's own would fetch one
 * itself. A refusal comes as 334 with JSON in base64 and only then, after an empty line, as 535
 * (developers.google.com/workspace/gmail/imap/xoauth2-protocol, "Error response").
 */
export function loginByToken(user: string, accessToken: string): SMTPConnection.CustomAuthenticationHandlers {
  const proof = Buffer.from(`user=${user}\x01auth=Bearer ${accessToken}\x01\x01`).toString('base64');
  return {
    [TOKEN_LOGIN]: async (session) => {
      let answer = await session.sendCommand(`AUTH XOAUTH2 ${proof}`);
      if (answer.status === 334) answer = await session.sendCommand('');
      // the library puts the server's last answer on the error
      if (answer.status < 200 || answer.status >= 300) throw new Error('The token was refused');
      return true;
    },
  };
}
