import type { Lexicon } from './intent-lexicon';

/** Spanish, of Spain and of America. */
export const SPANISH: Lexicon = {
  neg: 'no, nunca, ni, sin, jamas, tampoco, ningun, ninguna',
  cannot:
    'no puedo, no puede, no podemos, no pude, no he podido, no logro, no consigo, no hay manera, no hay forma, no deja, no me deja, no me permite, no permite, imposible, no se puede, no abre, no me abre, no se abre, ' +
    'no carga, no me sale, no me carga, no alcanzo, incapaz, me impide, dificultad, no hemos podido, no entra, me regresa, me devuelve a, me saca, me manda a, me expulsa',
  receive: 'recib*, lleg*, enviaron, mandaron, ha venido, enviad*, me aparecio, lleg, entregad*, mandado',
  email: 'correo, correos, email, e mail, mail, mensaje, confirmacion, bandeja de entrada, correo electronico',
  access: 'acceso, accesos, ingreso, entrada, alta',
  logindata:
    'credenciales, datos de acceso, datos para entrar, datos para acceder, datos para ingresar, datos de ingreso, usuario y contrasena, usuario y clave, instrucciones, mis datos de usuario, nombre de usuario, correo de acceso, correo con el acceso, claves de acceso, datos de inicio de sesion',
  password: 'contrasen*, contrasenia, clave, claves, password, pasword, contraceña',
  forget: 'olvid*, perdi la contrasena, perdi la clave, he perdido la contrasena, he perdido la clave, olvide',
  remember: 'recuerd*, record*, acuerdo, acordar*',
  wrong:
    'incorrect*, erron*, equivocad*, invalid*, rechaz*, no es valid*, no valid*, no la acepta, no me la acepta, no acepta, no reconoc*, no me reconoce, no coincide, mal la contrasena, no es correcta, marca error',
  reset:
    'restablec*, reset*, recuper*, cambiar la contrasena, cambiar la clave, cambio de contrasena, nueva contrasena, nueva clave, resete*, reestablec*, cambiar mi contrasena, cambiar mi clave',
  know: 'se, saber, sabemos, sabia, conozco, se cual',
  understand: 'entiend*, entend*, comprend*, claro, me aclaro',
  link: 'enlace, enlaces, link, liga, pagina, sitio, sitio web, url, portal, vinculo, direccion web, plataforma, web, favorito, favoritos, acceso directo, area de miembros, area de alumnos, zona de alumnos, app',
  find: 'encuentr*, encontr*, hall*, ubic*, busco, buscando, localiz*',
  where: 'donde, adonde, por donde, en que lugar, en que parte',
  which: 'cual, cuales, que pagina, que enlace, que sitio, que link, por que pagina, en que pagina, que web',
  lose: 'perdi, perdido, perdimos, borre, borrado, desaparec*, extravi*, he perdido, elimine',
  wrongplace:
    'otra pagina, otro curso, curso equivocado, pagina equivocada, otro sitio, otra web, otra area, enlace equivocado, otra plataforma, sitio equivocado, otro producto, curso que no es',
  enter:
    'entr*, acced*, ingres*, iniciar sesion, inicio de sesion, loguear*, logear*, login, conectar*, reingres*, reentrar, meterme, pasar',
  open: 'abr*, clic, click, pinch*, puls*',
  see: 'ver, veo, visualiz*, empezar, comenzar, seguir las clases, mirar, usar',
  activate: 'activ*, habilit*, registrar*, registro, dar de alta, darme de alta',
  firsttime:
    'primera vez, primer acceso, primer ingreso, primer inicio, nunca he entrado, nunca entre, por primera vez, nunca he accedido',
  how: 'como, de que manera, de que forma, que tengo que hacer, que debo hacer, que hago, pasos, procedimiento',
  create: 'crear, creo la cuenta, creando, crear una cuenta, crear contrasena, poner contrasena',
  account: 'cuenta, perfil, usuario',
  buy: 'compr*, pag*, adquir*, suscrib*, inscrib*, inscripcion, suscripcion, transferencia, pago, abone, tarjeta, deposito',
  nothing: 'nada, ningun correo, ningun mail, ningun acceso, ningun mensaje, ningun email, ningun enlace, cero',
  wait: 'esper*, espera, aguard*',
  missing: 'falta, faltan, ni rastro, ni senal',
  send: 'envi*, mand*, reenvi*, facilit*, proporcion*, remit*, pasarme, pasar el, pasenme, me pasan, me pasas, renvi*',
  again: 'de nuevo, otra vez, nuevamente, reenvi*, volver a, vuelvan a, vuelva a, volver, ya no',
  denied:
    'acceso denegado, denegado, bloquead*, bloqueo, caduc*, expir*, vencid*, suspendid*, desactivad*, no autorizado, no tengo acceso, sin permiso, no tengo permiso, usuario no encontrado, cuenta no encontrada, no existe, inexistente, sin acceso, cerrado',
  problem: 'problem*, dificultad*, error, errores, ayud*, auxilio, soporte, no funciona',
  course:
    'curso, cursos, clase, clases, leccion*, contenido, contenidos, programa, formacion, mentoria, producto, suscripcion, club, plataforma, taller',
  work: 'funcion*, va, sirve, carga, hace nada, pasa nada, responde',
  want: 'quiero, quisiera, queria, querria, necesit*, solicit*, pido, pedir, pueden, podrian, puede, podria, podeis, podriais, por favor, deseo, exijo, requiero, me gustaria, me ayudan, ayudenme',
  have: 'tengo, tenemos, tiene',
  if: 'si, en caso, caso de',
  else: 'si no, sino, de lo contrario, o me devuelven, o quiero, o devuelvan, en caso contrario, o bien',
  past: 'pedi el, pedi la, ya pedi, solicite el, habia pedido, habia solicitado, he pedido, he solicitado, ya cancele, cancele, ya solicite, me devolvieron, lo cancele',
  refund: 'reembols*, devol*, devuelv*, mi dinero, dinero de vuelta, reintegr*, mi plata, desistimiento, retracto',
  cancel:
    'cancel*, dar de baja, darme de baja, baja, anular, anulen, anulacion, desuscrib*, no renovar, no quiero seguir, detener la suscripcion, parar la suscripcion, desistir',
  invoice: 'factura, facturas, facturacion, recibo fiscal, cif, nif, rfc, ruc, comprobante fiscal, datos fiscales, nit',
  charge: 'cobr*, cargo, cargos, debit*, descontaron, extracto, importe, precio, cuota, cuotas',
  double: 'dos veces, doble, duplicad*, 2 veces, tres veces, indebid*, de mas, por error, repetid*',
  certificate: 'certificad*, diploma, constancia, titulo',
  video: 'video, videos, grabacion, streaming, reproductor, directo, webinar, transmision',
  sound:
    'sonido, audio, oye, oigo, oir, escucha, escuchar, traba, congela, corta, subtitulo*, volumen, pantalla negra, no carga',
  content:
    'ejercicio*, modulo, modulos, material, materiales, pdf, ebook, libro electronico, descarg*, profesor*, tutor*, tarea, tareas, plantilla*, duracion, sesion, sesiones, horario, temario, imprimir, capitulo',
  partner:
    'colaboracion, colaborar, alianza, afiliad*, patrocin*, propuesta comercial, presupuesto, promocionar, publicidad, curriculum, socio comercial',
  presale:
    'antes de comprar, antes de inscribir*, antes de suscribir*, quisiera comprar, quiero comprar, me interesa, interesad*, cuanto cuesta, que precio, cual es el precio, descuento, cupon, periodo de prueba, prueba gratis, formas de pago, metodos de pago, informacion sobre el curso, quisiera saber si, me gustaria saber si, puedo comprar, como pago, a plazos',
  change:
    'cambiar el correo, cambiar mi correo, cambiar de correo, cambiar el email, actualizar la tarjeta, cambiar la tarjeta, cambiar mis datos, modificar mis datos, cambiar de tarjeta',
  thanks: 'gracias, agradec*, agradezco, agradecid*',
  solved:
    'solucionad*, resuelt*, ya pude, ya puedo, ya entre, ya he entrado, todo bien, todo ok, ya funciona, funciono, perfecto, ya me llego, ya lo tengo, listo, arreglad*, ya esta',
  tried:
    'segui los pasos, segui las instrucciones, he seguido los pasos, he seguido las instrucciones, ya segui, ya hice todo, he hecho todo, hice todo, hice lo que, ya probe todo, probe de todo, he probado de todo, he probado todo, lo intente todo, intente de todo, intente restablec*, intente recuper*, intente cambiar la contrasena, intente cambiar la clave, he intentado restablec*, he intentado recuper*, he intentado cambiar la contrasena, ya restableci, ya cambie la contrasena, cambie la contrasena, cambie la clave, ya recupere',
  threat:
    'abogad*, demandar*, una demanda, denunci*, profeco, sernac, defensa del consumidor, proteccion al consumidor, policia, juzgado, estafa, estafad*, fraude, chargeback, contracargo, abrir una disputa, en redes sociales, resena negativa, mala resena, ocu, tribunal, indecopi',
  but: 'pero, sin embargo, aunque, mas, en cambio',
  neutral:
    'si es posible, si pueden, si puede, como dijo, como dije, como indican, como me dijo, sin problema, sin problemas, no hay problema, si quieren, si hace falta, como siempre, no pasa nada, si o si, como pediste, como pidieron',
};
