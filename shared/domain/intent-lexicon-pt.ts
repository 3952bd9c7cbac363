import type { Lexicon } from './intent-lexicon';

/** Portuguese, Brazilian first. */
export const PORTUGUESE: Lexicon = {
  neg: 'nao, nunca, nem, sem, jamais, n, naum, nenhum, nenhuma, num, nn, ñ, ninguem, nd',
  cannot:
    'nao consigo, nao consegui, nao conseguimos, nao to conseguindo, nao estou conseguindo, nao tou conseguindo, nao consegue, nao conseguir, nao posso, nao da, nao deixa, nao me deixa, nao permite, nao tem como, impossivel, nao abre, nao ta abrindo, nao esta abrindo, nao entra, nao vai, impede, nao carrega, nao ta entrando, n consigo, nao to entrando, dificuldade, nao foi possivel, volta para, me joga, fica voltando, me manda para, nao estou a conseguir, nao acontece nada, nao ta indo, nao esta indo, nao vai de jeito, nao ta dando, de jeito nenhum, nao tou a conseguir, hoje nao, agora nao, agora nao mais, sem entrar, continua sem entrar',
  receive:
    'receb*, cheg*, enviaram, mandaram, veio, vieram, enviad*, apareceu, caiu, liberad*, enviou, mandou, chegando, mandado, chego, ja chegou, ja recebi, acabou de chegar, deram, saiu',
  email:
    'email, e mail, emails, mail, mensagem, confirmacao, caixa de entrada, emeil, imeil, emial, msg, mensagens, correio',
  access: 'acesso, acessos, entrada, ingresso',
  logindata:
    'credenciais, dados de acesso, dados de login, dados para acessar, dados para entrar, dados do acesso, login e senha, usuario e senha, instrucoes, dados do login, nome de usuario, email de acesso, e mail de acesso, login da plataforma, meu login, login, logins, dados de entrada, dados para aceder, dados de usuario, instrucoes de acesso, codigo de acesso, usuario e a senha',
  password: 'senha, senhas, palavra passe, palavra chave, password, pasword',
  forget:
    'esquec*, esqueci, esquecid*, perdi a senha, perdi minha senha, que senha, qual senha, qual a senha, qual e a senha',
  remember: 'lembr*, recordo, record*',
  wrong:
    'incorret*, errad*, invalid*, recusad*, recusa, nao aceita, nao e aceita, nao reconhec*, nao confere, nao bate, rejeitad*, nao valid*, senha errada, da erro na senha',
  reset:
    'redefin*, reset*, recuper*, trocar a senha, troco a senha, troco, mudar a senha, alterar a senha, nova senha, trocar de senha, trocar senha, restaurar, como troco, senha nova, outra senha, redefinicao, reponho, repor, reposicao, trocar minha senha, mudar minha senha',
  know: 'sei, saber, sabemos, sabia, conheco',
  understand: 'entend*, compreend*, entendo, percebo, claro, entendi nada, entendo nada, entender nada',
  link: 'link, links, site, pagina, endereco do site, url, portal, atalho, plataforma, area de membros, area do aluno, area de alunos, endereco, favoritos, aplicativo, app',
  find: 'encontr*, ach*, localiz*, procur*',
  where: 'onde, aonde, por onde, em que lugar, em qual lugar, em que parte',
  which: 'qual, quais',
  lose: 'perdi, perdeu, perdid*, sumiu, sumiram, apaguei, apagou, desapareceu, excluí, exclui',
  wrongplace:
    'outra pagina, outro curso, curso errado, pagina errada, site errado, outro site, outra area, link errado, outra plataforma, area errada, outro produto, outro curso que, curso que nao e, area de outro, curso diferente, site diferente, curso que nao comprei, pagina de vendas, pagina de venda, pagina de compra',
  enter:
    'entr*, log*ar, logar, loga, logo no, login, ingress*, conectar, fazer login, reentrar, acessar, acessei, acesse, acessam, acessando, acessava, acessa, acessamos, aceder, acedo, acedi, aceda, entra, entro, como acesso, eu acesso, trasi',
  open: 'abr*, clic*, abrir',
  see: 'ver, vejo, visualiz*, assist*, comecar, iniciar, estudar, usar, aparece, aparecem, aparecer, aparecendo, assistir',
  activate: 'ativ*, ativacao, habilit*, cadastr*, registr*',
  firsttime:
    'primeira vez, primeiro acesso, primeiro login, nunca entrei, nunca acessei, primeira entrada, primera vez, por onde comecar, por onde comeco, nunca usei, nunca fiz, nunca mexi, de onde comeco, onde comeco, nova nisso, novo nisso, meu primeiro curso',
  how: 'como, de que forma, o que devo fazer, o que faco, que faco, passo a passo, procedimento, que preciso fazer, oque faco, eu faco, oq faco, oq eu faco, que eu faco, que tenho que fazer, e agora, como que, o que fazer, passo-a-passo',
  create: 'criar, cria, criando, crio, definir a senha, criei, escolh*, definir, definid*',
  account: 'conta, perfil, cadastro',
  buy: 'compr*, pagu*, pagamento, pagar, adquir*, assin*, boleto, pix, efetuei a compra, inscri*, matricul*, cartao, fiz a compra, paguei, comprou, pagei, compramos, transacao, encomenda, paga, pegaram meu dinheiro, levaram meu dinheiro, ficaram com meu dinheiro, recebeu meu dinheiro, receberam meu dinheiro',
  nothing:
    'nada, nenhum email, nenhum e mail, nenhum acesso, nenhuma mensagem, nenhum link, zero, nd, sem acesso, acesso nenhum, email nenhum, nada de',
  wait: 'aguard*, esper*, espera',
  missing: 'falta, faltando, faltou, faltam, nem sinal, nao esta, nao ta, nao tem',
  send: 'envi*, mand*, reenvi*, encaminh*, fornec*, passar, passem, me passa, manda, libere*, liberar, libera, me da, me de, me deem, repassar, renvi*',
  again: 'de novo, novamente, outra vez, reenvi*, mais uma vez, voltar a entrar, nao mais, novo acesso',
  denied:
    'acesso negado, negado, bloque*, expir*, encerrad*, vencid*, suspens*, desativad*, nao autorizado, nao tenho acesso, sem permissao, usuario nao encontrado, conta nao encontrada, email nao encontrado, cancelado o acesso, sem acesso, tela branca, pagina branca, em branco, fica carregando, indisponivel, acesso indisponivel, tela preta ao entrar, nao tenho permissao, nao autorizada, usuario nao existe, nao existe, me desloga, me desconecta, fica deslogando',
  problem: 'problema*, dificuldade*, erro, erros, ajud*, socorro, suporte',
  course:
    'curso, cursos, aula, aulas, modulo 1, treinamento, conteudo, conteudos, mentoria, programa, produto, assinatura, plataforma',
  work: 'funcion*, vai, pega, carrega, faz nada, acontece, entrando, entra, deixou de funcionar, aceita, anda, deixou de dar',
  want: 'quero, queria, gostaria, preciso, precisaria, solicit*, peco, pedir, podem, poderiam, pode, por favor, pfv, favor, desejo, exijo, necessito, tem como, poderia, me ajuda, da pra, teria como, gostava, agradecia',
  have: 'tenho, temos, tem, estou com',
  if: 'se, caso',
  else: 'senao, caso contrario, ou entao, ou devolvam, ou quero, do contrario, ou me devolv*',
  past: 'pedi o, pedi um, ja pedi, solicitei o, tinha pedido, eu pedi, havia solicitado, ja cancelei, cancelei, foi aprovado, devolveram, ja solicitei, pedi reembolso, pedi o reembolso, eu solicitei',
  refund:
    'reembols*, estorn*, devolucao, dinheiro de volta, devolv*, ressarc*, restituicao, arrependimento, devolvam, quero meu dinheiro, meu dinheiro de volta, dinheiro devolvido, meu dinheiro',
  cancel:
    'cancel*, desist*, encerrar a assinatura, parar a assinatura, interromper, suspender a assinatura, nao renovar, desinscrever, descadastr*, nao quero mais, parem de me cobrar, parar de cobrar, me arrependi, nao quero ser cobrad*, nao quero mais receber',
  invoice: 'nota fiscal, notas fiscais, nf, nfe, nf e, fatura, faturas, recibo, cnpj, danfe, nota',
  charge: 'cobr*, debit*, descontad*, descontou, extrato, parcela*, valor, fatura do cartao, juros, preco',
  double: 'duas vezes, 2 vezes, dobro, duplicad*, duplic*, em dobro, tres vezes, indevid*, a mais, errado o valor',
  certificate: 'certificad*, diploma, declaracao',
  video: 'video, videos, aula ao vivo, live, gravacao, streaming, player, transmissao',
  sound: 'som, audio, trava, travando, travado, legenda*, volume, buffering, tela preta, ouvir, ouve, escuta',
  content:
    'prova final, avaliacao final, tentativas, questionario, gabarito, exame, exames, apostil*, exercicio*, modulo, modulos, material, materiais, pdf, ebook, e book, baixar, download, professor*, tutor, planilha*, conteudo bonus, bonus, duracao, carga horaria, anexos, imprimir, quantas aulas, que horas, quantas horas, quando comeca, quando sai, proximo modulo, proxima aula, ao vivo, receita, explica, explicacao, livro, livros, livro fisico, kit',
  partner:
    'entrevista, jornalista, imprensa, contratando, trabalhar com voces, home office, estagio, parceria, parceir*, afiliad*, patrocin*, proposta comercial, orcamento, divulg*, colaboracao, curriculo, vaga, anuncio, agencia, marketing, aumentar suas vendas, trafego pago, somos uma',
  presale:
    'ainda nao comprei, se sim compro, compro ja hoje, compro hoje, cartao presente, vale presente, para nossos funcionarios, licencas para, antes de comprar, antes de adquirir, gostaria de comprar, quero comprar, quero adquirir, gostaria de adquirir, quanto custa, qual o valor, qual o preco, desconto, cupom, teste gratis, periodo de teste, formas de pagamento, tenho interesse, interesse no curso, informacoes sobre o curso, posso comprar, pretendo comprar, vou comprar, presente para, parcelar, antes de pagar, antes de fechar, estou pensando, vitalicio, por quanto tempo, quanto tempo dura, quanto tempo tenho, para sempre, pra sempre, tem certificado, o curso tem',
  change:
    'trocar o email, mudar o email, alterar o email, trocar email, mudar meu email, alterar meu email, atualizar o cartao, trocar o cartao, mudar cartao, alterar dados, alterar a data, mudar a data, trocar a data, data de cobranca, mudar meu plano, mudar de plano, trocar de plano, corrigir o nome, corrigir meu nome, forma de pagamento',
  thanks: 'obrigad*, agradec*, valeu, grat*, brigad*',
  solved:
    'resolv*, deu certo, consegui, conseguimos, tudo certo, ja entrei, funcionou, ja funciona, agora foi, perfeito, tudo ok, ja chegou, ja recebi, acabou de chegar, solucionad*, ja achei',
  tried:
    'segui os passos, segui as instrucoes, segui o passo, segui tudo, ja segui, fiz tudo, ja fiz tudo, tentei de tudo, ja tentei de tudo, ja tentei tudo, tentei redefin*, tentei recuper*, tentei resett*, tentei trocar a senha, tentei mudar a senha, tentei alterar a senha, tentei criar outra senha, ja redefini, redefini a senha, ja troquei a senha, troquei a senha, ja mudei a senha, ja resetei, resetei a senha, ja recuperei, como voces disseram, como mandaram',
  threat:
    'advogad*, abrir um processo, abrir processo, entrar com processo, processar voces, vou processar, procon, reclame aqui, justica, policia, denunci*, golpe, estelionato, chargeback, contestar, contestacao, consumidor gov, juizado, nas redes sociais, avaliacao negativa, tribunal, fraude',
  but: 'mas, porem, so que, entretanto, contudo, todavia',
  neutral:
    'se possivel, se puderem, se puder, como combinado, como disse, como voce disse, como pedido, como solicitado, se precisar, nao tem problema, se quiser, como nao, como nunca, como ainda',
  whereis: 'cade, kd, onde esta, onde ta, onde estao, onde foi parar, q fim levou, que fim levou, cd, cad',
  whichlink:
    'que site, que link, que pagina, qual link, qual site, qual pagina, qual o site, qual o link, qual e o site, qual e o link, qual endereco, qual o endereco, em qual site, por qual site, em que site, em que pagina, onde colocar, onde coloco, onde ponho, onde por, onde devo ir, onde tenho que ir, para onde vou, onde acesso, onde eu acesso, onde entro, onde eu entro, onde assisto, onde eu assisto, onde vejo, onde eu vejo, onde ficam',
  notrace:
    'nem sinal, nada de nada, nada ate agora, ate agora nada, ate agora nd, nada de voces, nada de vcs, nenhum sinal, nenhuma noticia, nada ainda, e nada, sem resposta nenhuma, digitei errado, email errado, escrevi errado o email, errei o email, silencio, o vazio, nem noticia, sem noticias',
  when: 'quando, em quanto tempo, quanto tempo demora, quanto tempo leva',
  dontsend:
    'nao precisa mandar, nao precisa enviar, nao precisam mandar, nao precisam enviar, nao mandem, nao enviem, nao me mandem, nao me enviem, nao e preciso enviar',
  fine: 'sem problemas, sem problema, normalmente, perfeitamente, esta ok, tudo bem com, tudo certo com, ta ok, tudo ok, funciona bem, direitinho',
  broken: '404, erro 404, nao encontrada, quebrado, fora do ar, nao existe, invalido, da erro, dando erro',
  leads: 'me leva, leva para, leva pra, vai para, cai, cai numa, cai em, abre, me manda, aparece',
  start: 'comec*, inici*',
  parcel: 'transportadora, entregador, minha encomenda nao chegou, codigo de rastreio, codigo de rastreamento, frete',
  opinion:
    'gostei, gostando, gosto do, satisfeit*, decepcion*, esperava, parabens, maravilh*, qualidade, iniciante*, sugestao, opiniao, amando, adorei, avaliacao',
  wholecourse: 'curso, cursos, produto, assinatura, treinamento, mentoria',
};
