import type { Lexicon } from './intent-lexicon';

/** English. */
export const ENGLISH: Lexicon = {
  neg: 'not, no, never, dont, didnt, doesnt, havent, hasnt, isnt, wasnt, without, neither, nor, aint, hadnt, none, nobody, no one',
  cannot:
    'cannot, can not, cant, could not, couldnt, unable, impossible, not able, wont let, will not let, does not let, doesnt let, not letting, fail* to, failing to, not possible, do not manage, not allow*, locked out, stuck, shut out, no way to, struggling, struggle, wont open, will not open, does not open, not get in, keeps me out, kicks me out, throwing me out, throws me out, kicking me out, sends me back, takes me back, goes back to, redirects me, not getting past, trouble, nothing happens, does nothing, do nothing, no luck, cnt, now i cant, today i cant, not any more, not anymore',
  receive:
    'receiv*, recieve*, recive*, arriv*, got, get, getting, gotten, come through, came, delivered, sent to me, been sent, shown up, showed up, show up, turned up, seen, come, comes, heard, hear, had, shows up, arrive, mailed, just arrived, just came through, reach*, given, been given',
  email: 'email, e mail, emails, mail, mails, message, inbox, confirmation, welcome mail',
  access: 'access, entry, acess',
  logindata:
    'login details, log in details, login data, access details, access data, credentials, login info*, log in info*, access info*, access email, access e mail, access mail, username, user name, sign in details, login instructions, access instructions, logins, my login, a login, any login, access code, instructions, joining email, joining instructions, joining details, login email, the login, login, logon, log on details, details on how',
  password: 'password, passwords, pasword, passcode, pass word, pwd, pw, passwort',
  forget:
    'forg*t, forget*, forgot, forgotten, lost my password, lost the password, misplaced my password, what password, which password, what s my password, whats my password, what is my password',
  remember: 'remember, recall',
  wrong:
    'wrong, incorrect, invalid, rejected, rejects, refused, refuses, not accept*, does not accept, not recogni*, not valid, not correct, denied password, does not match, declines, mistaken',
  reset:
    'reset*, recover*, change my password, change the password, new password, changing my password, restore my password, set a new',
  know: 'know, knew, sure, idea',
  understand:
    'understand, figure out, clear, understood, see how, work out how, make sense, follow the, none the wiser',
  link: 'link, links, website, web site, site, page, url, web address, portal, bookmark, bookmarks, platform, members area, member area, membership area, web page, webpage, app, shortcut',
  find: 'find, found, finding, locate, looking for, search*',
  where: 'where, whereabouts, where do',
  which: 'which',
  lose: 'lost, misplaced, deleted, lose, gone, disappeared, vanished, lost track',
  wrongplace:
    'wrong page, wrong course, wrong site, other page, another page, other course, another course, different page, different course, different site, wrong website, wrong area, wrong link, wrong product, another site, someone else s course, somebody else s, someone else s, some other course, not the course i, a course i didnt, sales page, checkout page, course i never bought, course i didnt buy',
  enter:
    'enter, log in, login, log on, log into, logging in, sign in, sign into, signing in, get in, get into, get past, getting past, get through, get beyond, get to the course, get to my course, getting in, getting into, access my, access the, access it, access this, access to, sign in page, logged in, log back, get back in, past the, reach my, start the, accessing',
  open: 'open*, click*, load',
  see: 'see, view, watch, start, begin, use, show, shows, showing, appear, appears',
  activate: 'activat*, enable, register, registration, sign up, set up my account, set up the account, setup',
  firsttime:
    'first time, first login, first log in, first access, never logged, never signed in, for the first, first sign in, never been in, get started, getting started, never used, where to start, where to begin, where i should begin, where i should start, where do i start, where do i begin, how to begin, how to start, new to this, never done this',
  how: 'how, what do i do, what should i do, steps, what do i need to do, what am i supposed, what to do, procedure, walk me through, what do i, what should i, what am i, what next, now what, what now, step by step, how does this work, how this works, what i need to do, what i should do',
  create:
    'create, creating, set a password, choose a password, make an account, set up, setting up, chose, chosen, choose, picked',
  account: 'account, profile',
  buy: 'bought, buy, buying, purchas*, paid, pay, payment, order, ordered, subscri*, signed up, enrolled, charged, membership, ordering, payed, card went through, took my money, taken my money, have my money, got my money, had my money, took my cash',
  nothing:
    'nothing, no email, no e mail, no access, no login, no message, no mail, no link, zero, no sign of, no word, no emails, nothing at all, not a single, no details, no credentials, anything, no logins, never got anything, zilch, nada, nowt, naff all, diddly, no email at all',
  wait: 'wait*, awaiting, expecting, still waiting',
  missing: 'missing, isnt there, not there, not in my',
  send: 'send, sending, resend, re send, forward, provide, give me, share, email me, supply, get me',
  again: 'again, once more, resend, re send, back in, back into, any more, anymore, any longer, log back',
  denied:
    'access denied, denied, blocked, locked, expired, suspended, disabled, deactivated, not authori*, unauthori*, forbidden, no permission, permission denied, user not found, account not found, no access, do not have access, dont have access, revoked, closed, email not found, have permission, shut out, locked out, keeps me out, kicked out, blank page, white screen, blank screen, page just spins, just spins, keeps spinning, page goes blank, logging me out, logs me out, logged me out, not exist, signs me out',
  problem: 'problem*, issue, issues, trouble, error, errors, help, difficult*',
  course:
    'course, courses, class, classes, lesson, lessons, content, programme, program, training, product, subscription, membership, toolkit, videos of the course',
  work: 'work, works, working, respond*, happen*, do anything, does anything, load*',
  want: 'want, would like, need, please, request*, ask, asking, demand, wish, could you, can you, would you, require, like to, i d like, kindly, pls, must',
  have: 'have, has, got, had',
  if: 'if, unless, in case',
  else: 'otherwise, or else, or refund, or i want, or give me, failing that, or cancel, or i will, or i ll',
  past: 'i asked, i requested, have requested, had requested, already requested, i cancelled, i canceled, have cancelled, already cancelled, was refunded, been refunded, asked for a, asked for my, i have asked, you refunded',
  refund:
    'refund*, money back, reimburse*, give back, return my money, charge back my, withdrawal right, right of withdrawal, my money back, want my money, give me my money, need my money, my money',
  cancel:
    'stopping my subscription, stopping the subscription, have to stop the, stop the payment*, end my membership, isn t taken, cancel*, unsubscribe, terminate, stop my subscription, stop the subscription, end my subscription, end the subscription, not renew, stop renew*, discontinue, turn off auto, close my account, delete my account, opt out, not renew me, dont renew, do not renew, renew me, stop charging, stop billing, i want out, take me off',
  invoice: 'invoice*, vat, tax receipt, tax id, billing details, receipt for my accountant, company details, proforma',
  charge:
    'charge, charges, charged, billed, billing, debited, bank statement, card statement, deducted, price, fee, fees, instal*ment*, payment method, charge on my card, dont recognise',
  double:
    'twice, double, duplicate*, two times, three times, by mistake, overcharged, unauthori*ed charge, wrong amount, extra, same charge',
  certificate: 'certificate*, diploma, certification, proof of completion',
  video: 'video, videos, recording, stream, streaming, playback, player, live session, webinar',
  sound:
    'sound, audio, hear, buffer*, freez*, subtitle*, captions, volume, black screen, lag*, muted, stutters, quality, wont play, will not play, does not play, play, plays',
  content:
    'exam, exams, quiz, quizzes, final test, attempts, grade, graded, exercise*, module, modules, chapter, worksheet*, pdf, ebook, e book, download*, tutor, teacher, instructor, homework, material*, duration, schedule, syllabus, printable*, bonus*, template*, assignment*, worksheets, bonuses, how many lessons, what time, how many hours, next live, next lesson, next module, when does the next, recipe, explain*, topic, live session, book, workbook, books, in the post, kit',
  partner:
    'for an interview, interview request, journalist, press enquiry, press inquiry, job vacancy, apply for a job, are you hiring, my cv, ranking higher, rank higher, free audit, our client, partnership, partner with, collaborat*, affiliate*, sponsor*, business proposal, proposal, promote, guest post, backlink*, seo, advertis*, marketing service*, resum*, job opening, hiring, quote for, outreach, agency, marketing, boost your, grow your, increase your, we help, free demo, book a call, quick call, our services, we d love to feature, feature your, podcast',
  presale:
    'havent bought, not bought yet, haven t bought yet, just asking, gift voucher*, do you do gift, volume pricing, licences for, licenses for, for our team, for our staff, our employees, before buying, before i buy, before purchasing, before i purchase, before signing up, before i sign up, thinking of buying, considering buying, interested in, how much, discount, coupon, free trial, trial period, payment methods, do you offer, would like to buy, want to buy, as a gift, do you accept, thinking about, installment plan, how long do i have, how long will i have, how long would i have, lifetime, lifetime access, before paying, before i pay, considering, thinking it over, in installments, in instalments, difference between',
  change:
    'change my email, update my email, change the email, change my card, update my card, update my payment, change my details, change my address, update my details, correct my name, change my plan, change the date, switch plan, upgrade my plan, payment method, way of paying',
  thanks: 'thanks, thank, thankyou, cheers, appreciate*, grateful, thx, ty',
  solved:
    'solved, resolved, sorted, works now, working now, all good, got in, i am in, im in, i m in, all set, fixed, managed to log, no longer an issue, found it, just arrived, just came through, up and running, it worked thank, that worked, worked now, got it thank, got it thanks, able to log in now, sorry to bother, it worked',
  tried:
    'followed the steps, followed the instructions, followed your, followed all, followed everything, followed the link and, i followed, did everything, done everything, tried everything, tried all, did what you, did the steps, done all, tried resetting, tried to reset, tried the reset, tried recovering, tried changing the password, tried changing my password, already reset, have reset, ve reset, i reset, already changed my password, tried forgot, tried the forgot',
  threat:
    'lawyer, attorney, legal action, sue, police, fraud, scam, scammed, chargeback, dispute the charge, dispute this, ftc, bbb, trading standards, consumer protection, bad review, negative review, one star, trustpilot, take you to court, small claims, on social media, report you, paypal dispute, ombudsman',
  but: 'but, however, though, yet, although, except',
  neutral:
    'if possible, if you can, if you could, if needed, no worries, no rush, not only, how are you, no longer need, as requested, do not hesitate, dont hesitate, if you need, if you like, no offence, it worked yesterday, it worked last, it worked until, it worked before, it worked this',
  whereis: 'where is, where s, wheres, whats happened to, what happened to, what s happened to',
  whichlink:
    'where do i go, where should i go, where to go, where do i type, where to type, where do i put, where to put, where do i enter, where to enter, where do i watch, where to watch, where do i log, where to log, where do i sign, which website, which site, which page, which link, what website, what site, what page, what link, what web address, what address, what url, way back to, find my way back, way back into',
  what: 'what, what s, whats',
  notrace:
    'no sign of, no trace, not a thing, not heard a thing, havent heard, not heard, nothing in my inbox, nothing from you, went nowhere, never showed up, never turned up, radio silence, nothing so far, still nothing, nothing yet, nothing has come, mistyped my email, misspelled my email, misspelt my email, typo in my email, wrong email address, zilch, nowt, because i didnt, silence',
  when: 'when, how long until, how long before, how soon, how long does it take',
  dontsend: 'no need to send, do not send, dont send, stop sending, please do not send',
  fine: 'fine, no problem, no problems, without problems, without a problem, perfectly, without any problem, ok, okay, no trouble, without trouble, smoothly',
  broken: 'dead, broken, 404, not found, expired, error, doesnt exist, goes nowhere',
  leads: 'takes me to, leads to, leads me to, brings me to, sends me to, goes to, opens',
  start: 'start, starting, begin, get going, beginning',
  parcel: 'parcel, parcels, courier, shipped to, delivery driver, my package, doorstep',
  opinion:
    'liked, enjoy*, disappoint*, expected, congratulations, loving, love the course, beginner*, suitable, quality, suggestion, feedback, unhappy, boring, too easy, too hard',
  wholecourse: 'course, courses, product, programme, program, subscription, membership',
};
