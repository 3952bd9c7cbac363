import type { Lexicon } from './intent-lexicon';

/** English. */
export const ENGLISH: Lexicon = {
  neg: 'not, no, never, dont, didnt, doesnt, havent, hasnt, isnt, wasnt, without, neither, nor, aint, hadnt, none',
  cannot:
    'cannot, can not, cant, could not, couldnt, unable, impossible, not able, wont let, will not let, does not let, doesnt let, not letting, fail* to, failing to, not possible, do not manage, not allow*, ' +
    'locked out, stuck, shut out, no way to, struggling, struggle, wont open, will not open, does not open, not get in, keeps me out, kicks me out, throwing me out, throws me out, kicking me out, sends me back, takes me back, goes back to, redirects me, not getting past, trouble',
  receive:
    'receiv*, recieve*, recive*, arriv*, got, get, getting, gotten, come through, came, delivered, sent to me, been sent, shown up, showed up, show up, turned up, seen',
  email: 'email, e mail, emails, mail, mails, message, inbox, confirmation, welcome mail',
  access: 'access, entry, acess',
  logindata:
    'login details, log in details, login data, access details, access data, credentials, login info*, log in info*, access info*, access email, access e mail, access mail, username, user name, sign in details, login instructions, access instructions, logins, my login, a login, any login, access code, instructions',
  password: 'password, passwords, pasword, passcode, pass word, pwd, pw, passwort',
  forget: 'forg*t, forget*, forgot, forgotten, lost my password, lost the password, misplaced my password',
  remember: 'remember, recall',
  wrong:
    'wrong, incorrect, invalid, rejected, rejects, refused, refuses, not accept*, does not accept, not recogni*, not valid, not correct, denied password, does not match, declines, mistaken',
  reset:
    'reset*, recover*, change my password, change the password, new password, changing my password, restore my password, set a new',
  know: 'know, knew, sure, idea',
  understand: 'understand, figure out, clear, understood, see how, work out how, make sense, follow the',
  link: 'link, links, website, web site, site, page, url, web address, portal, bookmark, bookmarks, platform, members area, member area, membership area, web page, webpage, app, shortcut',
  find: 'find, found, finding, locate, looking for, search*',
  where: 'where, whereabouts, where do',
  which: 'which, what link, what site, what page, what website, what address, which link',
  lose: 'lost, misplaced, deleted, lose, gone, disappeared, vanished, lost track',
  wrongplace:
    'wrong page, wrong course, wrong site, other page, another page, other course, another course, different page, different course, different site, wrong website, wrong area, wrong link, wrong product, another site, someone else s course',
  enter:
    'enter, log in, login, log on, log into, logging in, sign in, sign into, signing in, get in, get into, get past, getting past, get through, get beyond, get to the course, get to my course, getting in, getting into, access my, access the, access it, access this, access to, sign in page, logged in, log back, get back in, past the, reach my, start the, accessing',
  open: 'open*, click*, load',
  see: 'see, view, watch, start, begin, use',
  activate: 'activat*, enable, register, registration, sign up, set up my account, set up the account, setup',
  firsttime:
    'first time, first login, first log in, first access, never logged, never signed in, for the first, first sign in, never been in, get started, getting started',
  how: 'how, what do i do, what should i do, steps, what do i need to do, what am i supposed, what to do, procedure, walk me through',
  create: 'create, creating, set a password, choose a password, make an account',
  account: 'account, profile',
  buy: 'bought, buy, buying, purchas*, paid, pay, payment, order, ordered, subscri*, signed up, enrolled, charged, membership',
  nothing:
    'nothing, no email, no e mail, no access, no login, no message, no mail, no link, zero, no sign of, no word, no emails, nothing at all, not a single, no details, no credentials, anything',
  wait: 'wait*, awaiting, expecting, still waiting',
  missing: 'missing, no sign of, no trace',
  send: 'send, sending, resend, re send, forward, provide, give me, share, email me, supply',
  again: 'again, once more, resend, re send, back in, back into, any more, anymore, any longer, log back',
  denied:
    'access denied, denied, blocked, locked, expired, suspended, disabled, deactivated, not authori*, unauthori*, forbidden, no permission, permission denied, user not found, account not found, no access, do not have access, dont have access, revoked, closed, email not found',
  problem: 'problem*, issue, issues, trouble, error, errors, help, difficult*, not working, does not work, doesnt work',
  course:
    'course, courses, class, classes, lesson, lessons, content, programme, program, training, product, subscription, membership, toolkit, videos of the course',
  work: 'work, works, working, respond*, happen*, do anything, does anything, load*',
  want: 'want, would like, need, please, request*, ask, asking, demand, wish, could you, can you, would you, require, like to, i d like, kindly, pls, must',
  have: 'have, has, got, had',
  if: 'if, unless, in case',
  else: 'otherwise, or else, or refund, or i want, or give me, failing that, or cancel, or i will, or i ll',
  past: 'i asked, i requested, have requested, had requested, already requested, i cancelled, i canceled, have cancelled, already cancelled, was refunded, been refunded, asked for a, asked for my, i have asked, you refunded',
  refund:
    'refund*, money back, my money, reimburse*, give back, return my money, charge back my, withdrawal right, right of withdrawal',
  cancel:
    'cancel*, unsubscribe, terminate, stop my subscription, stop the subscription, end my subscription, end the subscription, not renew, stop renew*, discontinue, turn off auto, close my account, delete my account, opt out',
  invoice: 'invoice*, vat, tax receipt, tax id, billing details, receipt for my accountant, company details, proforma',
  charge:
    'charge, charges, charged, billed, billing, debited, bank statement, card statement, deducted, price, fee, fees, instal*ment*, payment method',
  double:
    'twice, double, duplicate*, two times, three times, by mistake, overcharged, unauthori*ed charge, wrong amount, extra, same charge',
  certificate: 'certificate*, diploma, certification, proof of completion',
  video: 'video, videos, recording, stream, streaming, playback, player, live session, webinar',
  sound:
    'sound, audio, hear, buffer*, freez*, subtitle*, captions, volume, black screen, lag*, muted, stutters, quality, wont play, will not play, does not play, play, plays',
  content:
    'exercise*, module, modules, chapter, worksheet*, pdf, ebook, e book, download*, tutor, teacher, instructor, homework, material*, duration, schedule, syllabus, printable*, bonus*, template*, assignment*',
  partner:
    'partnership, partner with, collaborat*, affiliate*, sponsor*, business proposal, proposal, promote, guest post, backlink*, seo, advertis*, marketing service*, resum*, job opening, hiring, quote for, outreach',
  presale:
    'before buying, before i buy, before purchasing, before i purchase, before signing up, before i sign up, thinking of buying, considering buying, interested in, how much, discount, coupon, free trial, trial period, payment methods, do you offer, would like to buy, want to buy, as a gift, do you accept, thinking about, installment plan',
  change:
    'change my email, update my email, change the email, change my card, update my card, update my payment, change my details, change my address, update my details',
  thanks: 'thanks, thank, thankyou, cheers, appreciate*, grateful, thx, ty',
  solved:
    'solved, resolved, sorted, works now, working now, it worked, all good, got in, i am in, im in, i m in, all set, fixed, managed to log, no longer an issue, found it, just arrived, just came through, up and running',
  tried:
    'followed the steps, followed the instructions, followed your, followed all, followed everything, followed the link and, i followed, did everything, done everything, tried everything, tried all, did what you, did the steps, done all, tried resetting, tried to reset, tried the reset, tried recovering, tried changing the password, tried changing my password, already reset, have reset, ve reset, i reset, already changed my password, tried forgot, tried the forgot',
  threat:
    'lawyer, attorney, legal action, sue, police, fraud, scam, scammed, chargeback, dispute the charge, dispute this, ftc, bbb, trading standards, consumer protection, bad review, negative review, one star, trustpilot, take you to court, small claims, on social media, report you, paypal dispute, ombudsman',
  but: 'but, however, though, yet, although, except',
  neutral:
    'if possible, if you can, no problem, not a problem, if you could, if needed, no worries, no rush, not only, how are you, no longer need, as requested, do not hesitate, dont hesitate, if you need, if you like',
};
