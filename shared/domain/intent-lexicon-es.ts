import type { Lexicon } from './intent-lexicon';

/** Spanish, of Spain and of America. */
export const SPANISH: Lexicon = {
  neg: 'no, nunca, ni, sin, jamas, tampoco, ningun, ninguna, nadie, tanpoco, ninguno',
  cannot:
    'no puedo, no puede, no podemos, no pude, no he podido, no logro, no consigo, no hay manera, no hay forma, no deja, no me deja, no me permite, no permite, imposible, no se puede, no abre, no me abre, no se abre, no carga, no me sale, no me carga, no alcanzo, incapaz, me impide, dificultad, no hemos podido, no entra, me regresa, me devuelve a, me saca, me manda a, me expulsa, hoy ya no, hoy no, ahora no, ahora ya no, no me deja volver, ya no me deja, sigo igual',
  receive:
    'recib*, lleg*, enviaron, mandaron, ha venido, enviad*, me aparecio, lleg, entregad*, mandado, mandan, mandaste, mandasteis, envian, enviaste, enviasteis, recivid*, resib*, reciv*, llega, llege, yego, yegado, mandastes, ya me llego, dado, dieron, dan, entregaron, caido, cayo, consta',
  email:
    'correo, correos, email, e mail, mail, mensaje, confirmacion, bandeja de entrada, correo electronico, emeil, e-mail, corre, imeil, correito, mails',
  access: 'acceso, accesos, ingreso, entrada, alta',
  logindata:
    'credenciales, datos de acceso, datos para entrar, datos para acceder, datos para ingresar, datos de ingreso, usuario y contrasena, usuario y clave, instrucciones, mis datos de usuario, nombre de usuario, correo de acceso, correo con el acceso, claves de acceso, datos de inicio de sesion, usuario ni contrasena, usuario ni clave, ni usuario ni, claves para, las claves, codigo de acceso, login, logins, datos de usuario, usuario y',
  password: 'contrasen*, contrasenia, clave, claves, password, pasword, contraceña',
  forget:
    'olvid*, perdi la contrasena, perdi la clave, he perdido la contrasena, he perdido la clave, olvide, que contrasena, que clave, cual contrasena, cual clave, cual es la contrasena, cual es mi contrasena, cual es la clave',
  remember: 'recuerd*, record*, acuerdo, acordar*',
  wrong:
    'incorrect*, erron*, equivocad*, invalid*, rechaz*, no es valid*, no valid*, no la acepta, no me la acepta, no acepta, no reconoc*, no me reconoce, no coincide, mal la contrasena, no es correcta, marca error',
  reset:
    'restablec*, reset*, recuper*, cambiar la contrasena, cambiar la clave, cambio de contrasena, nueva contrasena, nueva clave, resete*, reestablec*, cambiar mi contrasena, cambiar mi clave, poner otra contrasena, otra contrasena, otra clave, restablezcan, cambiar contrasena, cambiar clave',
  know: 'se, saber, sabemos, sabia, conozco, se cual',
  understand: 'entiend*, entend*, comprend*, claro, me aclaro, entiendo nada, entendi nada, le entiendo',
  link: 'enlace, enlaces, link, liga, pagina, sitio, sitio web, url, portal, vinculo, direccion web, plataforma, web, favorito, favoritos, acceso directo, area de miembros, area de alumnos, zona de alumnos, app',
  find: 'encuentr*, encontr*, hall*, ubic*, busco, buscando, localiz*',
  where: 'donde, adonde, por donde, en que lugar, en que parte',
  which: 'cual, cuales',
  lose: 'perdi, perdido, perdimos, borre, borrado, desaparec*, extravi*, he perdido, elimine',
  wrongplace:
    'otra pagina, otro curso, curso equivocado, pagina equivocada, otro sitio, otra web, otra area, enlace equivocado, otra plataforma, sitio equivocado, otro producto, curso que no es, curso que no es el mio, otro curso que, curso de otro, curso diferente, curso que no compre, cursos que no compre, pagina de compra, pagina de venta, pagina de ventas',
  enter:
    'entr*, acced*, ingres*, iniciar sesion, inicio de sesion, loguear*, logear*, login, conectar*, reingres*, reentrar, meterme, pasar',
  open: 'abr*, clic, click, pinch*, puls*',
  see: 'ver, veo, visualiz*, empezar, comenzar, seguir las clases, mirar, usar, aparece, aparecen, aparecer, sale, salen',
  activate:
    'activ*, habilit*, registrar*, registro, dar de alta, darme de alta, darse de alta, darnos de alta, registrarme',
  firsttime:
    'primera vez, primer acceso, primer ingreso, primer inicio, nunca he entrado, nunca entre, por primera vez, nunca he accedido, primera ves, por donde empezar, por donde empiezo, por donde comenzar, nunca he usado, nunca use, nunca lo he usado, de alta por, soy nueva, soy nuevo, mi primer curso',
  how: 'como, de que manera, de que forma, que tengo que hacer, que debo hacer, que hago, pasos, procedimiento, ahora que, y ahora, que sigue, como se, paso a paso, que tengo que',
  create: 'crear, creando, poner contrasena, crearme, creo, crea, creacion, elegi, elegir, elijo, escog*',
  account: 'cuenta, perfil, usuario',
  buy: 'compr*, pag*, adquir*, suscrib*, inscrib*, inscripcion, suscripcion, transferencia, pago, abone, tarjeta, deposito, cobraron, pedido, apunt*, se quedaron con mi dinero, tienen mi dinero, recibieron mi dinero, se llevaron mi dinero, cogieron mi dinero',
  nothing:
    'nada, ningun correo, ningun mail, ningun acceso, ningun mensaje, ningun email, ningun enlace, cero, sin acceso, nada de acceso, ni noticias',
  wait: 'esper*, espera, aguard*',
  missing: 'falta, faltan, no esta, no estan, no hay, no consta, no figura',
  send: 'envi*, mand*, reenvi*, facilit*, proporcion*, remit*, pasarme, pasar el, pasenme, me pasan, me pasas, renvi*, me pueden dar, me dan, me den, denme, dadme, pasame, mandame, enviame',
  again: 'de nuevo, otra vez, nuevamente, reenvi*, volver a, vuelvan a, vuelva a, volver, ya no',
  denied:
    'acceso denegado, denegado, bloquead*, bloqueo, expir*, vencid*, suspendid*, desactivad*, no autorizado, no tengo acceso, sin permiso, no tengo permiso, usuario no encontrado, cuenta no encontrada, no existe, inexistente, cerrado, pantalla en blanco, en blanco, pagina en blanco, sin permisos, no autorizada, caducado, caducada, caduco, ha caducado, me quede sin acceso, sin acceso, me cierra la sesion, cerro la sesion, usuario no existe',
  problem: 'problem*, dificultad*, error, errores, ayud*, auxilio, soporte',
  course:
    'curso, cursos, clase, clases, leccion*, contenido, contenidos, programa, formacion, mentoria, producto, suscripcion, club, plataforma, taller',
  work: 'funcion*, va, sirve, carga, hace nada, pasa nada, responde, anda, andan, vale, jala, agarra, sirven, funcionan',
  want: 'quiero, quisiera, queria, querria, necesit*, solicit*, pido, pedir, pueden, podrian, puede, podria, podeis, podriais, por favor, deseo, exijo, requiero, me gustaria, me ayudan, ayudenme, podes, me podes, quisieramos, ocupo, me urge',
  have: 'tengo, tenemos, tiene',
  if: 'si, en caso, caso de',
  else: 'si no, sino, de lo contrario, o me devuelven, o quiero, o devuelvan, en caso contrario, o bien',
  past: 'pedi el, pedi la, ya pedi, solicite el, habia pedido, habia solicitado, he pedido, he solicitado, ya cancele, cancele, ya solicite, me devolvieron, lo cancele',
  refund:
    'reembols*, devol*, devuelv*, dinero de vuelta, reintegr*, desistimiento, retracto, quiero mi dinero, mi dinero de vuelta, devuelvan mi dinero, quiero mi plata, recuperar mi dinero, mi dinero, mi plata',
  cancel:
    'cancel*, dar de baja, darme de baja, baja, anular, anulen, anulacion, desuscrib*, no renovar, no quiero seguir, detener la suscripcion, parar la suscripcion, desistir, no quiero continuar, ya no quiero, no deseo continuar, no me sigan cobrando, dejen de cobrar*, no me cobren, arrepenti, no quiero mas correos',
  invoice:
    'factura, facturas, facturacion, recibo fiscal, cif, nif, rfc, ruc, comprobante fiscal, datos fiscales, nit, iva',
  charge:
    'cobr*, cargo, cargos, debit*, descontaron, extracto, importe, precio, cuota, cuotas, no autorice, no reconozco el',
  double: 'dos veces, doble, duplicad*, 2 veces, tres veces, indebid*, de mas, por error, repetid*',
  certificate: 'certificad*, diploma, constancia, titulo',
  video: 'video, videos, grabacion, streaming, reproductor, directo, webinar, transmision',
  sound: 'sonido, audio, oye, oigo, oir, escucha, escuchar, traba, congela, corta, subtitulo*, volumen, pantalla negra',
  content:
    'examen, examenes, cuestionario, intentos, nota final, ejercicio*, modulo, modulos, material, materiales, pdf, ebook, libro electronico, descarg*, profesor*, tutor*, tarea, tareas, plantilla*, duracion, sesion, sesiones, horario, temario, imprimir, capitulo, cuantas clases, a que hora, cuantas horas, cuando empieza, cuando sale, proximo modulo, proxima clase, en vivo, receta, explica, explicacion, clase en directo, libro, libros, libro fisico, pizarra, kit',
  partner:
    'entrevista, periodista, prensa, trabajar con ustedes, trabajar con vosotros, vacante, vacantes, hoja de vida, colaboracion, colaborar, alianza, afiliad*, patrocin*, propuesta comercial, presupuesto, promocionar, publicidad, curriculum, socio comercial, ofrecemos, agencia, marketing, aumentar sus ventas, diseno web, posicionamiento',
  presale:
    'aun no he comprado, todavia no he comprado, no he comprado aun, todavia no compre, aun no compre, si es asi compro, tarjeta regalo, para nuestros empleados, licencias para, antes de comprar, antes de inscribir*, antes de suscribir*, quisiera comprar, quiero comprar, me interesa, interesad*, cuanto cuesta, que precio, cual es el precio, descuento, cupon, periodo de prueba, prueba gratis, formas de pago, metodos de pago, informacion sobre el curso, quisiera saber si, me gustaria saber si, puedo comprar, como pago, a plazos, antes de pagar, lo estoy pensando, me lo estoy pensando, estoy pensando, de por vida, cuanto dura, por cuanto tiempo, cuanto tiempo tengo, para siempre, fecha de caducidad, que precio tiene, antes de apuntarme, son en vivo',
  change:
    'cambiar el correo, cambiar mi correo, cambiar de correo, cambiar el email, actualizar la tarjeta, cambiar la tarjeta, cambiar mis datos, modificar mis datos, cambiar de tarjeta, cambiar tarjeta, cambiar la fecha, cambiar mi plan, cambiar de plan, corregir mi nombre, forma de pago, metodo de pago',
  thanks: 'gracias, agradec*, agradezco, agradecid*',
  solved:
    'solucionad*, resuelt*, ya pude, ya puedo, ya entre, ya he entrado, todo bien, todo ok, ya funciona, funciono, perfecto, ya me llego, ya lo tengo, listo, arreglad*, ya esta',
  tried:
    'segui los pasos, segui las instrucciones, he seguido los pasos, he seguido las instrucciones, ya segui, ya hice todo, he hecho todo, hice todo, hice lo que, ya probe todo, probe de todo, he probado de todo, he probado todo, lo intente todo, intente de todo, intente restablec*, intente recuper*, intente cambiar la contrasena, intente cambiar la clave, he intentado restablec*, he intentado recuper*, he intentado cambiar la contrasena, ya restableci, ya cambie la contrasena, cambie la contrasena, cambie la clave, ya recupere',
  threat:
    'abogad*, demandar*, una demanda, denunci*, profeco, sernac, defensa del consumidor, proteccion al consumidor, policia, juzgado, estafa, estafad*, fraude, chargeback, contracargo, abrir una disputa, en redes sociales, resena negativa, mala resena, ocu, tribunal, indecopi',
  but: 'pero, sin embargo, aunque, mas, en cambio',
  neutral:
    'si es posible, si pueden, si puede, como dijo, como dije, como indican, como me dijo, no hay problema, si quieren, si hace falta, como siempre, no pasa nada, si o si, como pediste, como pidieron, como no, como nunca, como aun, como todavia',
  whereis: 'donde esta, donde estan, donde quedo, que paso con, que pasa con',
  whichlink:
    'que pagina, que enlace, que sitio, que link, por que pagina, en que pagina, a que pagina, que web, en que web, en que sitio, cual es el enlace, cual es el link, cual es la pagina, cual es la web, donde pongo, donde poner, donde meto, donde tengo que, adonde tengo que, a donde voy, adonde voy, donde ver, donde veo, donde se ven, donde entro, donde ingreso, por donde entro, por donde ingreso',
  notrace:
    'nada de nada, nada de ustedes, nada de vosotros, ni rastro, ni senal, nada por ahora, hasta ahora nada, nada todavia, todavia nada, aun nada, sin noticias, escribi mal mi correo, escribi mal el correo, puse mal el correo, puse mal mi correo, ni noticias, silencio, no ha sido asi, no fue asi',
  when: 'cuando, en cuanto tiempo, cuanto tarda, cuanto demora',
  dontsend: 'no me manden, no me envien, no hace falta que, no es necesario que me, no me mandeis, no me envieis',
  fine: 'sin problema, sin problemas, perfecto, perfectamente, bien, normalmente, correctamente',
  broken: '404, no encontrada, roto, rota, caido, caida, no existe, error 404, muerto',
  leads: 'me lleva, lleva a, me manda a, aparece, me sale, me abre, se abre, me dirige, manda a, lleva',
  start: 'empez*, empiez*, comenz*, comienz*, inici*',
  parcel:
    'mensajeria, paqueteria, repartidor, transportista, numero de guia, encomienda, mi paquete, el paquete no llego',
  opinion:
    'gusto, gusta, gusto el, satisfech*, decepcion*, esperaba, felicidades, felicit*, encanta*, calidad, principiante*, sugerencia, opinion, maravill*',
  wholecourse: 'curso, cursos, producto, suscripcion, programa',
};
