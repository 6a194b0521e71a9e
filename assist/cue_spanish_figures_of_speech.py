"""What callers say in Spanish with words of danger, hardship or anger, and do not mean: they take a cue back.

Written as `assist.cues` explains.
"""

TAKEN_BACK = {
    "emergency": """
no (hay|veo|vemos|sale|huele|huelo|tengo|tenemos|es|fue|hubo|está|estoy|están|quedó|hubieron|corre|corro|
    necesito|llame|era) ~1 (fuego|incendio|humo|llamas|chispas|gas|emergencia|peligro|herido|herida|heridos|
    ambulancia|policía|bomberos|quemando|quemado|sangrando|grave|accidente|inconsciente)
nadie ~3 (herido|herida|lesionado|heridos|peligro|lastimado|atrapado|atrapada)
(detector|detectores|alarma|sensor|estación|cuartel|departamento) ~1 (humo|gas|incendio|incendios|bomberos|
    policía|monóxido) !(sonando|está sonando)
(fire tv|fire stick|fuegos artificiales|prueba de fuego|arma de doble filo|alto el fuego)
(número|números|botón|teléfono|teléfonos|contacto|contactos|llamada|llamadas|salida|servicio|servicios|alerta|
    alertas|luz|luces|kit|plan|línea|fondo|modo|recarga|saldo|sala) ~1 emergencia*
(en caso de|por si|por una|para una|para emergencias|para casos de) ~2 (emergencia|emergencias|incendio|fuego|
    accidente)
(reporte|informe|parte|oficial|jefe|acta|denuncia|hijo|esposo) ~1 (policía|bombero|bomberos)
(primeros auxilios|por accidente|seguro de accidente*)
(hijo|hermano|esposo|hija|papá|primo) ~1 es ~1 (policía|bombero|paramédico)
(internet|servicio|línea|plan|wifi) ~1 (para|en) ~2 (policía|bomberos|estación|emergencias)
quemando ~2 (cd|disco|dvd|calorías|datos|dinero|película)
(quemar|quemo|quemando) (mis|los|el|las)? (datos|dinero|ahorros|cabeza|pestañas)
(batería|internet|señal|teléfono|celular|módem|router|wifi|conexión|línea|computadora|laptop|pila|televisión|
    tele|llamada|control|equipo|aparato|red|sistema|página) ~3 (muriendo|muere|murió|desmayó|ahoga|ahogando|
    respira|reacciona|despierta|atrapado|atrapada|grave)
(muriendo|muero|morirme|muere|morimos) (de|por) (risa|ganas|hambre|sueño|calor|aburrimiento|frío|curiosidad|
    sed|ver|vergüenza|amor|la risa)
(casi|por poco) ~3 (infarto|ataque|derrame|desmayo|desmayo)
(infarto|ataque|derrame|desmayo) ~2 (cuando|al|con|de) ~2 (ver|vi|recibí|recibo|factura|precio|cuenta|llegó)
ataque (de risa|de nervios|de hackers|cibernético|informático|de virus|al router)
paro (de labores|de transporte|nacional|general|laboral)
(robando|robar|roba|robaron) (el|mi|la|los|mis|con|en|cada|tanto|dinero|ustedes|datos|señal|más) !(casa|bolsa
    de la mano)
(robando|robar|asaltando) (dinero|señal|internet|wifi|datos|ustedes|descaradamente|con)
(ustedes|compañía|empresa|factura|precio|precios|cobro|cobros) ~2 (robando|asaltando|matando|ahogando|robar|
    matar|asaltar|asfixiando)
(matando|ahogando|asfixiando|matar) (con|los precios|las deudas|la factura|el recibo|la espera|esta|este|
    estas|estos|de risa|el tiempo)
(ahogad*|ahogando|ahogo|asfixiando) (en|de|por|con) ~1 (deudas|trabajo|recibos|cuentas|un vaso|facturas|pagos)
(va a matar|quiere matar) (mi|si|cuando|la|el proceso|el tiempo|por)
(siguiendo|persiguiendo) ~1 (en|por) (facebook|instagram|redes|un cobro|cobros|una deuda|twitter)
(entró|entrar|entrando|metió|meterse|metieron|abrir) ~2 (cuenta|correo|wifi|red|página|sistema|aplicación|
    computadora|perfil)
(técnico|instalador) ~2 (en|a|por) ~1 (puerta|casa|ventana|apartamento|departamento|cuarto)
(puedo|se puede|podemos|puede|cómo) ~2 (entrar|abrir|meter) ~3 (cuenta|casa|puerta|garaje|ventana)
(cortar|corté|corta|abrí|abrir|pelé|pelar) ~4 con ~2 (cuchillo|navaja|machete)
pistola (de silicón|de calor|de pintura|de agua|de masaje|de grapas)
(accidente|choque|incendio|infarto|derrame|asaltaron|embolia|explosión|emergencia|golpearon|atropell*) ~5 (el
    año pasado|la semana pasada|el mes pasado|hace un año|hace un mes|hace años|hace meses|hace tiempo|hace
    mucho|hace dos años|hace tres años|hace unos meses|ayer pero)
(el año pasado|hace años|hace un año|hace meses|hace tiempo|el mes pasado|hace dos años) ~5 (accidente|choque|
    incendio|infarto|derrame|asaltaron|embolia|explosión|emergencia|operaron)
(cable|cables|alambre) ~1 (suelto|sueltos|colgando|caído|tirado|roto|cayó|pelado) ~2 (detrás|debajo|tele|
    televisor|escritorio|mesa|sala|mueble|recámara|router|adentro|
    módem)
(línea|líneas) ~2 (caída|caídas)
(bomba) de (agua|calor|gasolina|tiempo)
(peligro de) (perder|que me cobren|quedarme)
(factura|recibo|compañía|estufa|tanque|cuenta|pago) ~1 gas
(toque de queda)
no (responde|contesta|despierta) ~1 (mis|los|al|el|a mis|mensaje*|llamada*|correo*)
(levantarme|levantarse) temprano
""",
    "self-harm": """
(morir|morirme|matarme|muero) (de|por) (risa|ganas|hambre|sueño|calor|aburrimiento|frío|vergüenza|curiosidad|
    la risa|la vergüenza|trabajo)
(matarme) (trabajando|estudiando|esperando|de risa)
(escuadrón|hotel|terrorista|atentado) suicid*
(es|sería|fue) un suicidio (comercial|financiero|político|económico|profesional)
(vivir|viviendo) ~1 (sin|con|en|aquí) ~1 (internet|wifi|televisión|teléfono|línea|esta compañía|este|esta|
    apartamento|departamento|casa)
(prefiero|preferiría) ~1 (morir|morirme|matarme) ~1 (que|antes que|antes de) (pagar|llamar|hablar|usar|volver|
    contratar|seguir)
(se|mi|el|la) (celular|batería|teléfono|internet|router|módem|señal) ~4 (morir|matar)
(hacerme|hacerse|hago|haciéndome) daño (en el bolsillo|a mi bolsillo|económico|la luz)
no (quiero|voy a|pienso) (matarme|suicidarme|morirme|hacerme daño|morir)
no ~2 (suicida|suicidarme)
(acabar|terminar) con todo (el|lo|la|este|esto de)
(corté|cortar|corto) ~2 (llamada|cable|pelo|internet|servicio)
(tirarme|lanzarme) ~2 (sofá|cama)
""",
    "vulnerability": """
(internet|router|módem|batería|teléfono|celular|señal|línea|computadora|tele|wifi|control) ~2 (murió|muerto|
    muerta|muriendo|sordo|ciego|ciega)
(trabaja|trabajo|trabajan|doctor|doctora|médico|enfermera|cerca|frente|voluntario|cita|visitar) ~2 (en|del|al|
    en el|de un) hospital
no (soy|estoy|es|está) ~1 (sordo|sorda|ciego|ciega|enfermo|enferma|embarazada|discapacitado|mayor)
AGED (y ~1)? (dólares|pesos|por ciento|megas|minutos|canales|gigas|centavos)
AGED ~2 (dólares|pesos|por ciento|megas|minutos|canales|gigas|centavos)
no ~1 (oigo|escucho|veo) ~1 (bien)? (la llamada|su voz|lo que dice|la televisión|los canales|lo escucho)
(pagar|pagarlo) ~3 (en línea|por internet|con tarjeta|en la página|en la app|por teléfono|la aplicación)
no tengo dinero en efectivo
descuento ~4 (persona mayor|tercera edad|discapacidad)
(a ciegas|oídos sordos|punto ciego|cita a ciegas)
(tropical|atmosférica) depresión
depresión tropical
funeral de (estado)
""",
    "repeat": """
primera vez
(me|nos) dijeron que (el|la|los|su) (precio|plan|internet|servicio) (es|son|cuesta)
me dijeron que (tienen|ofrecen|hay|ustedes)
(amigo|vecino|amiga|vecina|hermana|mamá) ~3 (dijeron|dijo)
""",
    "already-told": """
(le|lo) dije (a mi|a un|al técnico que pase)
ya ~2 (le|lo|se lo)? dije a mi
(esposo|esposa|amigo|amiga|vecino|hijo|hija) ~1 ya ~2 SAID
ya ~1 di (cuenta|de alta|de baja|clic|vuelta|con)
""",
    "frustration": """
(no|nunca|ni|tampoco) (estoy|está|estamos|es|son|fue|soy|me siento) ~2 (ANGRY|AWFUL)
(sin) ~1 (molesto|molesta|enojado)
(un|una) (robo|fraude|estafa|broma|abuso) (de|en) (mi|identidad|teléfono|tarjeta|celular|cable)
(hubo|denunciar|reportar|víctima) ~2 (robo|fraude|estafa)
(nada) mal servicio
no ~1 mal servicio
(disculpe|perdone|perdón|siento|lamento) ~3 (molesto|molesta|molestar|hacerle perder)
(bote|camión|día|recolección|cesto) ~1 (basura)
""",
    "complaint": """
(no|sin) ~2 (queja|quejarme|demandar|abogado|reclamo|denuncia)
(demandar|cambiar de compañía) (de gas|de luz)
(cambiar|cambio) de (compañía|proveedor) de (gas|luz|agua|correo|seguro)
(publicar|entrar|usar|conectarme|acceder|ver|abren|funcionan) ~2 redes sociales
""",
    "injection": """
(app|aplicación|router|módem|página|computadora|equipo|red|wifi) ~2 modo (administrador|desarrollador|
    mantenimiento|de prueba)
modo (administrador|desarrollador|mantenimiento|de prueba) (del|de la|de mi|en mi|en el|en la) ~1 (router|
    módem|app|página|teléfono|computadora|celular|aparato)
(a partir de ahora) ~4 (factura|pago|recibo|plan)
(seguridad|verificación) (del router|del módem|de la app|del teléfono|de mi)
sin restricciones de (datos|canales|horario)
""",
}
"""Everyday uses of the same words, by cue: what overlaps with one of them is no cue."""
