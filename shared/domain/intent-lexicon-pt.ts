import type { Lexicon } from './intent-lexicon';

/** Portuguese, Brazilian first. */
export const PORTUGUESE: Lexicon = {
  neg: 'nao, nunca, nem, sem, jamais, n, naum, nenhum, nenhuma',
  cannot:
    'nao consigo, nao consegui, nao conseguimos, nao to conseguindo, nao estou conseguindo, nao tou conseguindo, nao consegue, nao conseguir, nao posso, nao da, nao deixa, nao me deixa, nao permite, ' +
    'nao tem como, impossivel, nao abre, nao ta abrindo, nao esta abrindo, nao entra, nao vai, impede, nao carrega, nao ta entrando, n consigo, nao to entrando, dificuldade, nao foi possivel, volta para, me joga, fica voltando, me manda para',
  receive: 'receb*, cheg*, enviaram, mandaram, veio, vieram, enviad*, apareceu, caiu, liberad*',
  email: 'email, e mail, emails, mail, mensagem, confirmacao, caixa de entrada',
  access: 'acesso, acessos, entrada, ingresso',
  logindata:
    'credenciais, dados de acesso, dados de login, dados para acessar, dados para entrar, dados do acesso, login e senha, usuario e senha, instrucoes, dados do login, nome de usuario, email de acesso, e mail de acesso, login da plataforma, meu login',
  password: 'senha, senhas, palavra passe, palavra chave, password, pasword',
  forget: 'esquec*, esqueci, esquecid*, perdi a senha, perdi minha senha',
  remember: 'lembr*, recordo, record*',
  wrong:
    'incorret*, errad*, invalid*, recusad*, recusa, nao aceita, nao e aceita, nao reconhec*, nao confere, nao bate, rejeitad*, nao valid*, senha errada, da erro na senha',
  reset:
    'redefin*, reset*, recuper*, trocar a senha, troco a senha, troco, mudar a senha, alterar a senha, nova senha, trocar de senha, trocar senha, restaurar, como troco',
  know: 'sei, saber, sabemos, sabia, conheco',
  understand: 'entend*, compreend*, entendo, percebo, claro',
  link: 'link, links, site, pagina, endereco do site, url, portal, atalho, plataforma, area de membros, area do aluno, area de alunos, endereco, favoritos, aplicativo, app',
  find: 'encontr*, ach*, localiz*, procur*',
  where: 'onde, aonde, por onde, em que lugar, em qual lugar, cade, em que parte',
  which: 'qual, quais, que site, que link, que pagina, qual link, qual site',
  lose: 'perdi, perdeu, perdid*, sumiu, sumiram, apaguei, apagou, desapareceu, excluí, exclui',
  wrongplace:
    'outra pagina, outro curso, curso errado, pagina errada, site errado, outro site, outra area, link errado, outra plataforma, area errada, outro produto',
  enter: 'entr*, acess*, log*ar, logar, loga, logo no, login, ingress*, conectar, fazer login, reentrar, assistir',
  open: 'abr*, clic*, abrir',
  see: 'ver, vejo, visualiz*, assist*, comecar, iniciar, estudar, usar',
  activate: 'ativ*, ativacao, habilit*, cadastr*, registr*',
  firsttime: 'primeira vez, primeiro acesso, primeiro login, nunca entrei, nunca acessei, primeira entrada',
  how: 'como, de que forma, o que devo fazer, o que faco, que faco, passo a passo, procedimento, que preciso fazer, oque faco',
  create: 'criar, cria, criando, crio, definir a senha, cadastrar senha, criar senha',
  account: 'conta, perfil, cadastro',
  buy: 'compr*, pagu*, pagamento, pagar, adquir*, assin*, boleto, pix, efetuei a compra, inscri*, matricul*, cartao, fiz a compra',
  nothing: 'nada, nenhum email, nenhum e mail, nenhum acesso, nenhuma mensagem, nenhum link, zero',
  wait: 'aguard*, esper*, espera',
  missing: 'falta, faltando, faltou, faltam, nem sinal',
  send: 'envi*, mand*, reenvi*, encaminh*, fornec*, passar, passem, me passa, manda, libere*, liberar, libera',
  again: 'de novo, novamente, outra vez, reenvi*, mais uma vez, voltar a entrar, nao mais, novo acesso',
  denied:
    'acesso negado, negado, bloque*, expir*, encerrad*, vencid*, suspens*, desativad*, nao autorizado, nao tenho acesso, sem permissao, usuario nao encontrado, conta nao encontrada, email nao encontrado, cancelado o acesso, sem acesso',
  problem: 'problema*, dificuldade*, erro, erros, ajud*, socorro, suporte, nao funciona',
  course:
    'curso, cursos, aula, aulas, modulo 1, treinamento, conteudo, conteudos, mentoria, programa, produto, assinatura, plataforma',
  work: 'funcion*, vai, pega, carrega, faz nada, acontece',
  want: 'quero, queria, gostaria, preciso, precisaria, solicit*, peco, pedir, podem, poderiam, pode, por favor, pfv, favor, desejo, exijo, necessito, tem como, poderia, me ajuda',
  have: 'tenho, temos, tem, estou com',
  if: 'se, caso',
  else: 'senao, caso contrario, ou entao, ou devolvam, ou quero, do contrario, ou me devolv*',
  past: 'pedi o, pedi um, ja pedi, solicitei o, tinha pedido, eu pedi, havia solicitado, ja cancelei, cancelei, foi aprovado, devolveram, ja solicitei, pedi reembolso, pedi o reembolso, eu solicitei',
  refund:
    'reembols*, estorn*, devolucao, dinheiro de volta, meu dinheiro, devolv*, ressarc*, restituicao, arrependimento, devolvam',
  cancel:
    'cancel*, desist*, encerrar a assinatura, parar a assinatura, interromper, suspender a assinatura, nao renovar, desinscrever, descadastr*, nao quero mais',
  invoice: 'nota fiscal, notas fiscais, nf, nfe, nf e, fatura, faturas, recibo, cnpj, danfe, nota',
  charge: 'cobr*, debit*, descontad*, descontou, extrato, parcela*, valor, fatura do cartao, juros, preco',
  double: 'duas vezes, 2 vezes, dobro, duplicad*, duplic*, em dobro, tres vezes, indevid*, a mais, errado o valor',
  certificate: 'certificad*, diploma, declaracao',
  video: 'video, videos, aula ao vivo, live, gravacao, streaming, player, transmissao',
  sound:
    'som, audio, trava, travando, travado, legenda*, volume, buffering, nao carrega, tela preta, ouvir, ouve, escuta',
  content:
    'apostil*, exercicio*, modulo, modulos, material, materiais, pdf, ebook, e book, baixar, download, professor*, tutor, planilha*, conteudo bonus, bonus, duracao, carga horaria, anexos, imprimir',
  partner:
    'parceria, parceir*, afiliad*, patrocin*, proposta comercial, orcamento, divulg*, colaboracao, curriculo, vaga, anuncio',
  presale:
    'antes de comprar, antes de adquirir, gostaria de comprar, quero comprar, quero adquirir, gostaria de adquirir, quanto custa, qual o valor, qual o preco, desconto, cupom, teste gratis, periodo de teste, formas de pagamento, tenho interesse, interesse no curso, informacoes sobre o curso, posso comprar, pretendo comprar, vou comprar, presente para, parcelar',
  change:
    'trocar o email, mudar o email, alterar o email, trocar email, mudar meu email, alterar meu email, atualizar o cartao, trocar o cartao, mudar cartao, alterar dados',
  thanks: 'obrigad*, agradec*, valeu, grat*, brigad*',
  solved:
    'resolv*, deu certo, consegui, conseguimos, tudo certo, ja entrei, funcionou, ja funciona, agora foi, perfeito, tudo ok, ja chegou, ja recebi, acabou de chegar, solucionad*, ja achei',
  tried:
    'segui os passos, segui as instrucoes, segui o passo, segui tudo, ja segui, fiz tudo, ja fiz tudo, tentei de tudo, ja tentei de tudo, ja tentei tudo, tentei redefin*, tentei recuper*, tentei resett*, tentei trocar a senha, tentei mudar a senha, tentei alterar a senha, tentei criar outra senha, ja redefini, redefini a senha, ja troquei a senha, troquei a senha, ja mudei a senha, ja resetei, resetei a senha, ja recuperei, como voces disseram, como mandaram',
  threat:
    'advogad*, abrir um processo, abrir processo, entrar com processo, processar voces, vou processar, procon, reclame aqui, justica, policia, denunci*, golpe, estelionato, chargeback, contestar, contestacao, consumidor gov, juizado, nas redes sociais, avaliacao negativa, tribunal, fraude',
  but: 'mas, porem, so que, entretanto, contudo, todavia',
  neutral:
    'se possivel, se puderem, se puder, como combinado, como disse, como voce disse, como pedido, como solicitado, se precisar, sem problema, sem problemas, nao tem problema, se quiser',
};
