"""What callers say in Spanish when they are in danger, in hardship, angry, or steer the machine.

Written as `assist.cues` explains, from how people speak on the telephone in the United States and Mexico.
Accents are for the reader: they count neither here nor in what the recogniser wrote.
"""

NEGATIONS = "no|nunca|ni|sin|nadie|nada|tampoco|ningún|ninguna|jamás"

TABLES = {
    "FAMILY": "esposo|esposa|marido|mujer|madre|padre|mamá|papá|hijo|hija|hijos|hijas|hermano|hermana|"
    "abuelo|abuela|abuelito|abuelita|tío|tía|primo|prima|bebé|niño|niña|niños|nene|nena|novio|novia|pareja|"
    "suegro|suegra|sobrino|sobrina|nieto|nieta|hijito|hijita",
    "PERSON": "FAMILY|vecino|vecina|vecinos|amigo|amiga|señor|señora|hombre|hombres|alguien|persona|"
    "personas|gente|chico|chica|muchacho|muchacha|tipo|tipos|él|ella|compañero|compañera",
    "FIRE": "fuego|incendio|humo|llamas|chispas|chispazos|humareda|lumbre",
    "PLACE": "casa|edificio|cocina|apartamento|departamento|cuarto|recámara|techo|pared|garaje|sala|piso|"
    "sótano|cochera|oficina|bodega|carro|coche|árbol|poste|transformador|cerro|monte",
    "DEVICE": "router|módem|modem|aparato|cable|cables|caja|enchufe|cargador|contacto|tomacorriente|"
    "televisor|tele|poste|transformador|batería|regleta|medidor|equipo|adaptador",
    "OUTDOORS": "calle|acera|banqueta|vereda|patio|jardín|carretera|coche|coches|carro|carros|auto|autos|"
    "techo|gente|niños|parque|camino|cochera|avenida|casa|agua|charco|escuela|entrada|cerca",
    "NINEONEONE": "nueve uno uno|nueve once|novecientos once|nine hundred eleven|nine one one|nine eleven|"
    "uno uno dos|ciento doce|one hundred twelve",
    "RESCUE": "ambulancia|ambulancias|policía|policías|bomberos|patrulla|paramédicos|emergencias|NINEONEONE",
    "SEND": "llame|llamen|llama|llamar|llámele|llámale|llamo|marque|marcar|mande|manden|manda|mandar|"
    "mándeme|mándenme|envíe|envíen|envía|necesito|necesitamos|ocupo|ocupamos|pida|pidan|traigan|quiero|"
    "comuníqueme|comuníquenme|comunícame|páseme|pásame|póngame|conécteme|hablen|hable|háblele|urge",
    "ATTACK": "ATTACKING|robando|robar|asaltar|atacar|pegar|golpear|matar|disparar|violar|secuestrar|"
    "apuñalar|ahorcar",
    "ATTACKING": "asaltando|atacando|pegando|golpeando|matando|siguiendo|persiguiendo|amenazando|apuntando|"
    "disparando|violando|secuestrando|apuñalando|estrangulando|ahorcando|acuchillando",
    "STRANGER": "alguien|hombre|hombres|tipo|tipos|ladrón|ladrones|ratero|rateros|desconocido|sujeto|"
    "sujetos|persona|intruso|vecino|ex|marido|esposo|novio|él|ellos|muchachos|gente|quieren|intentan|tratan|"
    "están",
    "ENTER": "entrar|entrando|entró|entraron|meterse|metiendo|metió|metieron|metido|forzando|forzar|"
    "rompiendo|romper|tumbando|tumbar|trepando|pateando|abrir",
    "ENTRANCE": "casa|puerta|ventana|apartamento|departamento|cuarto|garaje|cochera|patio|domicilio",
    "WEAPON": "pistola|pistolas|cuchillo|arma|armas|navaja|machete|rifle|escopeta",
    "HURT": "herido|herida|heridos|heridas|lesionado|lesionada|atrapado|atrapada|atrapados|inconsciente|"
    "inconscientes|sangrando|desmayado|desmayada|convulsionando|grave|apuñalado|apuñalada|baleado|quemado|"
    "quemada|secuestrado|secuestrada|electrocutado|electrocutada|golpeado|golpeada|malherido|desangrándose",
    "SEIZURE": "infarto|ataque|derrame|embolia|convulsión|convulsiones|paro|sobredosis|hemorragia|desmayo",
    "TIMES": "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|varias|muchas|mil|miles de|veinte|tantas|"
    "bastantes|two|three|four|five|six|seven|eight|nine|ten|twenty|no sé cuántas",
    "ORDINAL": "segunda|tercera|cuarta|quinta|sexta|séptima|octava|novena|décima|enésima",
    "SICK": "sordo|sorda|ciego|ciega|enfermo|enferma|embarazada|viudo|viuda|discapacitado|discapacitada|"
    "inválido|inválida|postrado|postrada|autista|paralítico|paralítica|encamado|encamada|diabético|"
    "diabética|epiléptico",
    "AGED": "setenta|ochenta|noventa|seventy|eighty|ninety",
    "SAID": "dije|he dicho|expliqué|he explicado|conté|di|he dado|mencioné|contesté|repetí|comenté|respondí|"
    "pasé|dijimos|informé",
    "AWFUL": "ridículo|absurdo|inaceptable|vergüenza|burla|terrible|indignante|desastre|porquería|estafa|"
    "robo|fraude|colmo|inútil|basura|pesadilla|inútiles|intolerable|horrible|tontería|broma|abuso|mierda|"
    "asco|falta de respeto|pérdida de tiempo|rateros|ladrones|incompetentes|injusto|inconcebible",
    "ANGRY": "harto|harta|hartos|hartas|enojado|enojada|enojados|furioso|furiosa|molesto|molesta|molestos|"
    "cansado de|cansada de|indignado|indignada|desesperado|desesperada|frustrado|frustrada|decepcionado|"
    "decepcionada|cabreado|cabreada|enfadado|enfadada|encabronado|encabronada|fastidiado|fastidiada|"
    "hasta la madre|hasta las narices",
    "SELF": "matarme|suicidarme|morirme|ahorcarme|quitarme la vida|matarse|suicidarse|quitarse la vida|"
    "ahorcarse|dejar de vivir|dejar de existir|desaparecer de este mundo|cortarme las venas|estar muerto|"
    "estar muerta",
}

CUES = {
    "emergency": """
(hay|veo|vemos|tenemos|sale|salen|saliendo|echa|echando|echan|lleno de|llena de|empezó|sacando|saca|es) ~3
    FIRE !(tv)
se (está|están|me está|nos está|le está|anda|estaba|andan) ~1 (quemando|incendiando|prendiendo|derritiendo|
    inundando)
(está|están) (ardiendo|echando humo|echando chispas|en llamas)
PLACE ~2 (en llamas|se quema|se incendia|se incendió|se prendió|ardiendo|se derrumbó|se quemó)
(DEVICE|PLACE) ~1 (explotó|está quemando|quemándose|prendió fuego|ardiendo|está humeando)
(se|me) (quema|incendia|prendió|está quemando|está incendiando) ~2 (casa|cocina|cuarto|edificio|fuego)
(prendió|agarró|cogió|agarrando) (en|a)? fuego
(hubo|oí|escuché|una) ~1 explosión
(huele|huelo|olor|oler|oliendo|apesta|olía|hiede|peste) ~3 a ~1 (gas|quemado|humo|plástico quemado|cable
    quemado|cables quemados)
(fuga|escape) de gas
(escapa*|escapó|fugando|saliendo|tirando) ~1 gas
(chispas|chispazos|monóxido|electrocut*|descarga eléctrica|choque eléctrico|corrientazo)
(me|le|nos) (dio|da|pegó|agarró|está dando|pasó) ~2 (toque|toques|corriente|calambre|descarga)
SEND ~3 RESCUE
(auxilio|socorro|sos)
no ~2 (respira|respirar|respirando|respiro)
(dejó de|cuesta|dificultad para|trabajo) respirar
(falta|faltando|quedo sin|queda sin) ~1 (aire|respiración|oxígeno)
se (está|me está|nos está|estaba)? ~1 (ahogando|asfixiando|atragantando|atragantó|ahoga|asfixia|desangrando|
    muriendo|desmayando|intoxicó|envenenó|desmayó|desplomó|electrocutó|desvaneció)
PERSON ~2 se ~2 (muriendo|muere|desmayó|desplomó)
me (estoy)? (ahogando|asfixiando|desangrando|muriendo|desmayando)
me (ahogo|asfixio|desmayo)
(inconsciente|desmayado|desmayada|convulsion*|infartado|desangr*|envenenado|envenenada|intoxicado|intoxicada)
(dio|da|dando|tuvo|tiene|tengo|teniendo|sufrió|sufriendo|sufre) ~2 SEIZURE
(ataque|paro) (al corazón|cardíaco|respiratorio|epiléptico|de asma)
(infarto|derrame cerebral|sobredosis|hemorragia)
PERSON ~2 no (responde|reacciona|despierta|se mueve|contesta|se despierta|se puede mover|se levanta)
    !(mensajes|llamadas|mis|el teléfono|los)
no (reacciona|despierta|se despierta|recupera el conocimiento)
(sangra mucho|mucha sangre|sangre por|perdiendo sangre|lleno de sangre|llena de sangre|está sangrando|estoy
    sangrando)
(está|están|estoy|estamos|hay|quedó|quedaron|resultó|salió|fue|fueron) ~3 HURT
atropell*
(dolor|dolores|opresión|presión) ~2 (en|de) ~1 pecho
(duele|duelen|duéleme) ~2 (pecho|corazón)
(PERSON|me) ~1 (cayó|caí|caído) ~5 (escaleras|escalera|techo|levantar|levantarse|levantarme|mueve|moverse|
    baño|cabeza|azotea)
no ~1 (puedo|puede) (levantarme|levantarse|moverme|moverse) !(temprano)
(tomó|tragó|bebió|ingirió|comió|tomado|tragado) ~3 (cloro|lejía|veneno|detergente|pila|pilas|batería|
    blanqueador|químicos|pastillas|medicinas)
(rompió ~2 fuente|de parto|dando a luz|contracciones|viene el bebé|va a nacer)
(hubo|tuve|tuvimos|hay|tuvo|tuvieron|sufrió|sufrimos|ocurrió|vi|tener) ~2 (accidente|choque)
(chocó|chocaron|estrelló|impactó) ~3 (poste|casa|persona|moto|barda|pared|árbol)
(PERSON|está|se) ~1 atrapad*
(cayó|caí|caído|calló) ~2 no ~2 (levantar|levantarme|levantarse|levanta|mueve|mover|responde|parar|despierta)
no se puede (levantar|mover|parar)
hay ~1 (alguien|hombre|tipo|hombres|gente) ~2 (dentro|adentro|escondido|metido) ~2 (ENTRANCE|$)
(encerrado|encerrada|atorado|atorada|atrapado|atrapada|atrapados) ~1 (en el|en un) (elevador|ascensor|carro|
    coche|incendio|sótano)
(es|tengo|tenemos|hay|tuve|tuvimos|una) ~2 emergencia !(en su número)
emergencia médica
(estoy|está|estamos|están|corro|corre|corremos|corren|hay|mucho|gran) ~2 peligro
peligro de muerte
(temo|miedo) por mi vida
(cable|cables|alambre|alambres|línea|líneas|poste|postes) ~3 (caído|caídos|cayó|cayeron|colgando|cuelga|
    tirado|tirados|tirada|suelto|sueltos|roto|pelado) ~4 OUTDOORS
(cable|cables|poste|postes|alambre) (caído|caídos|de alta tensión|pelado|pelados|eléctrico tirado|de luz
    tirado)
(cayó|caído|cayeron|tirado|tumbó|tiró|derribó|tumbaron) ~2 (poste|postes|transformador|cables de luz|cable de
    luz|cables eléctricos|líneas eléctricas|cable de alta|cables de la luz|cable de la luz)
(cable|cables|poste|postes) de ~1 (luz|tensión) ~2 en ~1 (piso|suelo|calle|banqueta|patio|agua)
(cayó|cayeron|tirado) ~1 (cable|cables|árbol|rama) ~3 (calle|casa|carro|coche|banqueta|acera|patio|techo|
    cables|gente)
agua ~4 (enchufe|enchufes|tomacorriente*|eléctric*|fusibles|contactos|caja de luz)
STRANGER ~3 ENTER ~4 ENTRANCE
(hay|entró|entraron|metió|metieron|veo) ~2 (ladrón|ladrones|rateros|ratero|intruso|intrusos|asaltantes|
    encapuchados|desconocido|extraño) ~2
(entró|entraron|metió|metieron|meten|meter) a (robar|robarme|robarnos)
(me|nos|le|lo|la|los|les) (está|están|quiere|quieren|va a|van a|anda|andan|acaban de|acaba de|viene|vienen|
    vino a) ~1 ATTACK
(pegándo*|golpeándo*|siguiéndo*|atacándo*|apuntándo*|amenazándo*|asaltándo*|robándonos|persiguiéndo*|matándo*|
    estrangulándo*)
(me|nos|lo|la|le) (asaltaron|atacaron|golpearon|violaron|secuestraron|apuñalaron|dispararon|apuñaló|disparó|
    golpeó|atacó|balearon|asaltó)
(quiere|va a|quieren|van a|amenaza con|amenazó con|intentó|intenta|trató de) (matarme|matarnos|matarla|
    matarlo|pegarme|golpearme|lastimarme|hacerme daño|matar a)
(está|está ahí) (pegando|golpeando|matando|atacando) ~1 a ~1 PERSON
(tiene|tienen|trae|traen|lleva|sacó|trajo|saca) ~2 WEAPON !(de silicón|de calor|de pintura)
(PERSON|STRANGER|ladrones) ~2 con ~1 WEAPON
(PERSON|STRANGER|está|vienen|ladrones) armad*
(balazos|balacera|tiroteo|disparos|tiros afuera|secuestro|rehén|rehenes|amenaza de bomba|una bomba)
(desapareció|se perdió|no encuentro a|no aparece|se llevaron a|secuestraron a) ~1 (mi|a mi) ~1 FAMILY
""",
    "self-harm": """
(quiero|quisiera|pienso|pensando en|pensado en|voy a|ganas de|planeo|intenté|intentar|intento|quiere|deseo|
    prefiero|gustaría|decidí|pensar en) ~1 SELF
(me|se) (quiero|quiere|voy a|va a|quisiera|pienso|he querido) ~1 (matar|morir|suicidar|ahorcar|quitar la vida|
    colgar de|tirar de|tirar del|tirar por|aventar de|aventar del|lanzar de|cortar las venas)
(quiero|quisiera|ganas de|deseo|solo quiero) ~1 morir
(suicid*|autolesion*)
(quitarme|quitarse|quito|quitar) la vida
no (quiero|tengo ganas de|deseo|puedo|vale la pena|tengo por qué|tengo para qué|tiene sentido) ~1 (vivir|
    seguir viviendo|existir) !(sin|con|aquí|en|cerca|ahí|allí|lejos|junto)
no quiero (estar aquí|despertar|estar viv*|seguir aquí|seguir adelante) (más|mañana|nunca|ya|$)
(para qué|por qué) (sigo|seguir|estoy) (viviendo|vivo|viva|vivir)
(nada|nadie|razón|razones|motivo|motivos|ganas) ~1 (por|para|de|por qué) ~2 (vivir|seguir viviendo|seguir
    viva|seguir vivo) !(sin|con|en|aquí)
no vale la pena (vivir|seguir viviendo|la vida|mi vida)
vida ~1 no ~1 (vale|tiene sentido|sirve|importa) !(fácil)
sentido ~1 (a la vida|a mi vida|a vivir)
(mejor|mejores) ~4 (muerto|muerta|sin mí|si me muero|si me muriera|si no estuviera|si me voy para siempre|no
    haber nacido)
(ojalá|quisiera|desearía|preferiría|prefiero|gustaría) ~3 (estar muerto|estar muerta|morirme|me muriera|morir|
    no despertar|no despertara|no haber nacido|no existir|desaparecer para siempre|muerto|muerta)
(ojalá|quisiera|desearía|preferiría|gustaría) no (despertar*|haber nacido|existir|amanecer)
nadie ~2 (extrañaría|extrañará|extrañar|echaría de menos|echará de menos|lloraría)
(tomé|tomado|tomarme|tomar|tragué|tragarme|tomo) ~1 (todas|muchas|un frasco|demasiadas|un montón|un bote|
    bastantes|todo el frasco|veinte|treinta|una caja) ~3 (pastillas|píldoras|medicinas|medicamentos)
pastillas ~1 para (morir|morirme|matarme|no despertar)
(hacerme|hago|haciéndome|hacerse) daño
(corté|cortar|cortarme|cortando|corto|cortarse) ~1 (venas|muñecas|brazos)
(lastimarme|herirme) ~2 $
(tirarme|aventarme|lanzarme|saltar|brincar|tiro|aviento) ~2 (puente|tren|edificio|ventana|balcón|techo|metro|
    azotea)
(acabar|terminar) con (todo|mi vida|mi sufrimiento|mi existencia|todo esto) !(el|lo|la)
(acabar|terminar) con (mi vida|mi sufrimiento)
(cansado|cansada|harto|harta) de (vivir|la vida|mi vida|existir) !(sin|con|en|aquí|así con)
no ~1 (aguanto|soporto|puedo) más ~1 (vivir|la vida|con la vida|con mi vida|esta vida|mi vida)
(soy|siento|sería) ~2 una carga para (todos|mi familia|mis hijos|ellos)
(carta de despedida|despedirme de todos|despedirme de mi familia)
""",
    "vulnerability": """
FAMILY ~1 (se)? (murió|falleció|ha muerto|ha fallecido|acaba de morir|acaba de fallecer|está muriendo|mató|
    quitó la vida|suicidó|nos dejó)
(murió|falleció|muere|perdí a|perdimos a|enterré a|enterramos a|fallecimiento de|muerte de) ~1 (mi|a mi)
    FAMILY
(funeral|velorio|luto|viudo|viuda|acta de defunción|entierro|enviud*)
(oxígeno|respirador|diálisis|marcapasos|insulina|alarma médica|equipo médico|aparato médico|botón de
    emergencia|botón de pánico)
(perdí|perdió|perdimos|perdido) ~1 (trabajo|empleo|casa|ingreso*)
(quedé|quedó|quedamos|estoy|está|estamos|llevo ~2) ~1 sin (trabajo|empleo|dinero|ingresos|casa|hogar|comer)
(me|lo|la) (despidieron|corrieron|echaron|liquidaron) ~1 (trabajo|empleo|ayer|del|$)
(desemplead*|sin hogar|desaloj*|bancarrota|embarg*)
no (puedo|podemos|tengo para|tenemos para|me alcanza para|alcanza para|tengo con qué|tengo cómo|voy a poder)
    pagar (la comida|la renta|mis cuentas|nada|este mes|la factura|el recibo|mi recibo|mi factura|la cuenta|
    esto|tanto|ahorita|por ahora|todo|les|la luz|$)
no (puedo|podemos|tengo para|tenemos para|tengo con qué) (pagarles|pagar eso|pagarlo|pagarla|comer|comprar
    comida)
no (tengo|tenemos|hay|me queda|nos queda) ~1 (dinero|plata|para comer|qué comer|recursos)
no me alcanza (el dinero|para|$)
(entre comer|estampillas de comida|cupones de alimentos|ayuda del gobierno|banco de alimentos|dificultades
    económicas|problemas económicos|apuros económicos|situación económica)
(soy|estoy|es|está|quedé|quedó) ~2 SICK
(cáncer|quimio*|radioterapia|demencia|alzheimer|parkinson|discapacidad|enfermedad terminal|esclerosis|autismo|
    epilepsia|leucemia|tumor|depresión|ansiedad|ataques de pánico|ataque de pánico|salud mental|esquizofrenia)
(estoy|está|estamos|estuve|estaba|tengo|internado|internada|hospitalizado|hospitalizada|sigue|salí|salió|acabo
    de salir) ~3 (en el|del|al|en) hospital
(hospitalizado|hospitalizada|internado|internada|silla de ruedas|terapia intensiva|cuidados intensivos|asilo)
(persona|soy muy|señora|señor|adulto|adulta|gente) (mayor|grande|de edad) !(de edad para)
(ancian*|tercera edad|pensionad*|jubilad* y|muy viejit*|viejit*)
AGED (y ~1)? (años|y tantos)
AGED y ~1 años
AGED ~2 años
no ~1 (oigo|escucho|veo|camino|leo) ~1 bien !(la llamada|lo que)
no ~1 (puedo|sé|puede|sabe) (leer|caminar|ver bien|oír bien|escuchar bien|leer bien|salir de casa|salir de la
    casa|leer ni escribir|valerme|moverme) !(el|la|los|mi|eso)
(operaron|operado|operada|cirugía|operación del|trasplante|aparato auditivo|audífonos para sordos|sordera|
    bastón|andador)
(me|nos|la|le) (pega|golpea|amenaza|maltrata|acosa|vigila|espía|controla|persigue|amenazó|pegó|golpeó) !(la
    señal)
(violencia doméstica|violencia familiar|orden de restricción|orden de alejamiento|maltrato|mujeres
    maltratadas|refugio para|vivo en un refugio|en un albergue|vivo en mi carro|vivo en la calle)
(vivo|vive) sol* y
(mi cuidador|mi cuidadora|mi enfermera|trabajadora social)
(miedo|huyendo|escondid*) (de|a) (él|mi ex|mi esposo|mi marido|mi pareja|mi novio)
(embarazada|no entiendo estas cosas|necesidades especiales)
""",
    "repeat": """
ORDINAL (vez|llamada|ocasión) ~1 (que|esta|hoy|este|en|para|por|por lo mismo|sobre)
(he|hemos|habré|ya) ~1 (llamado|hablado|marcado|pedido|reportado|preguntado|llamé|hablé|marqué|reporté) ~3
    (TIMES veces|TIMES ocasiones|ayer|antes|anteriormente|la semana pasada|el lunes|el martes|el miércoles|el
    jueves|el viernes|el mes pasado|esta mañana|por lo mismo|hoy)
(llamé|hablé|marqué|llamamos|hablamos|reporté|llevo) ~3 TIMES (veces|llamadas|ocasiones)
(llamé|hablé|llamamos|hablamos|marqué) (con ustedes|con alguien|con uno|con una|con un|a ustedes|aquí|ya)? ~2
    (ayer|antier|anteayer|antes|la semana pasada|el lunes|el martes|el miércoles|el jueves|el viernes|el
    sábado|el domingo|hace)
(llevo|llevamos|tengo|tenemos) ~4 (llamando|llamándoles|llamándolos|marcando|esperando respuesta|reportando|
    pidiendo|hablando|insistiendo)
(estoy|vuelvo a|volví a|otra vez|de nuevo|sigo|nuevamente) (llamando|llamar|llamo|hablar|marcar) ~1 (otra vez|
    de nuevo|por lo mismo|nuevamente|ustedes|lo mismo|$)
(llamo|llamando|marco|hablo) ~2 (otra vez|de nuevo|nuevamente|por lo mismo)
(cada vez que|siempre que) (llamo|hablo|marco|les llamo)
(cuántas veces) ~3 (llamar|llamo|hablar|marcar|explicar|pedir)
(me dijeron|me prometieron|me prometió|me aseguraron|prometieron|quedaron de|quedaron en|me habían dicho) ~3
    (que|llamar*|venir|ayer|mandar|arreglar)
(nadie) ~2 (llamó|ha llamado|llama|devolvió|ha venido|vino|regresó)
(nunca|no) me ~1 (llamaron|devolvieron|regresaron|han llamado|contestaron|llaman)
(sigue|siguen|sigo|seguimos) ~1 (sin arreglar*|sin resolver*|con el mismo|igual que|con lo mismo|esperando que
    me llamen|sin respuesta|sin solución|sin servicio después)
(mismo problema|lo mismo) (otra vez|de nuevo|de siempre|de ayer|de la semana|que la vez)
(una y otra vez|vez tras vez)
la (última|otra) vez que (llamé|hablé)
su (compañero|compañera|colega) ~1 (dijo|prometió|aseguró)
""",
    "already-told": """
ya ~3 SAID
(acabo|acabamos) de (decir*|dar*|explicar*|contestar*|mencionar*|repetir*|contar*|responder*)
(como|según|tal como) ~2 (dije|comenté|expliqué|mencioné|digo|había dicho)
(se|le|les|te) ~1 SAID ~3 (antes|dos veces|hace un momento|hace un minuto|ya|hace rato|al otro|a la otra|a su
    compañer*|tres veces|hace un segundo|anteriormente)
(cuántas veces) ~4 (decir*|repetir*|explicar*|dar*)
por qué ~3 (repetir*|decir* otra vez|decir* de nuevo|explicar* otra vez|dar* otra vez|volver a)
(tengo que|tener que|debo|quiero) (repetir*|volver a decir*|volver a explicar*|explicar* otra vez|explicar* de
    nuevo|decir* otra vez|decir* de nuevo)
(ya)? me (preguntó|preguntaste|lo preguntó|lo preguntaste|ha preguntado|lo ha preguntado|preguntaron|pidió|lo
    pidió) (eso|esto|lo mismo|antes|ya|dos veces|$)
ya me (lo)? (preguntó|preguntaste|ha preguntado|pidió|preguntaron)
(otra vez) ~1 (lo mismo|la misma pregunta)
(misma|mismas) (pregunta|preguntas)
(ya|deberían|debería|deben|debe) ~1 (tiene|tienen|tener|tenerlo|tenerla|saber|saberlo) ~3 (datos|información|
    nombre|número|dirección|notas|sistema|expediente|eso|pantalla|ahí)
(eso es lo que|es lo que) ~2 (dije|digo|he dicho|estoy diciendo)
(no me|me) (escucha*|está escuchando|estás escuchando|oye|presta* atención) (o qué|o no|cuando|$)
no me (está|están|estás) (escuchando|entendiendo|prestando atención|poniendo atención)
""",
    "frustration": """
(esto|eso|es|son|está|qué|ustedes|están|una|un|servicio|compañía|empresa) ~2 AWFUL
(estoy|estamos|me siento|ya estoy|tan|muy|bien) ~2 ANGRY
(pésim*|horrible|horroroso|mal|peor|malísimo|terrible|asqueros*|espantoso|lamentable|deplorable) (servicio|
    atención|compañía|empresa|experiencia|trato)
(servicio|atención|compañía|trato|internet) ~2 (pésim*|horrible|malísim*|una vergüenza|una basura|una
    porquería|asqueros*|peor|no sirve|deja mucho que desear|espantos*|fatal)
(ya estuvo bueno|ya basta|basta ya|ya no aguanto|no aguanto más|hasta aquí|es el colmo|qué coraje|qué rabia|
    qué falta|no puede ser|no lo puedo creer|no me lo puedo creer|qué barbaridad)
me (tiene|tienen|traen) (ya)? (harto|harta|cansado|cansada|loco|loca|hasta|podrido|frito)
(perdiendo|perdí|pierdo|perder|acaba|acabó|agotó|acabando|colma) ~1 paciencia
(me|nos) (vuelve|vuelven|volviendo|está volviendo|están volviendo|va a volver) ~1 (loco|loca|locos)
(no)? (sirven|sirve|sirves|funciona) para nada
(pierdo|perder|perdiendo|pérdida|perdí|hacen perder|hace perder) ~1 (mi|el|de|un) tiempo
(nadie) ~2 (ayuda|ayudan|escucha|resuelve|soluciona|hace nada|responde|atiende|entiende)
(máquina|robot|contestadora|computadora|sistema) (inútil|estúpid*|tont*|idiota|de porquería)
(estúpida|maldita|inútil|tonta|pinche) (máquina|compañía|empresa|contestadora)
(me están|están|me estás|se están|se está) (tomando el pelo|viendo la cara|burlando|viendo|vacilando)
(odio|detesto) (esto|hablar|esta|su|estas|a)
(por el amor de dios|me lleva|qué poca)
""",
    "swearing": """
(mierda|carajo|maldito|maldita|malditos|pinche|pinches|chingad*|chinga*|pendej*|cabrón|cabrones|puta|puto|
    joder|coño|hijo de puta|gilipollas|verga|culero*|huevón)
""",
    "complaint": """
(poner|presentar|hacer|levantar|meter|interponer|pongo|dejar) (una|mi|la|otra) ~1 (queja|reclamación|denuncia|
    demanda|reclamo)
(poner|presentar|hacer|levantar|meter) (un|mi) reclamo
(quejarme|quiero reclamar|los voy a denunciar|voy a denunciar*|denunciarlos|reportarlos|profeco|defensa del
    consumidor|oficina del consumidor|libro de reclamaciones|demandar|demandarlos|demandaré)
(hablar con|llamar a|contactar a|consultar a|consultar con|saber de|noticias de|oír de|voy con|ver a|llamaré
    a|contratar) ~1 abogado
mi abogado ~2 (llamará|va a|contactará|hablará|comunicará)
(cambiar|cambiarme|cambio|cambiando|irme|voy|pasar|pasarme|mudarme|cambiaré) ~2 (de compañía|a otra compañía|
    con otra compañía|con la competencia|a la competencia|de proveedor|a otro proveedor|otra empresa|de
    empresa|de operador|otra compañía|otro proveedor)
(mala reseña|malas reseñas|mala calificación|una estrella|redes sociales|acción legal|acciones legales|ante un
    juez|a la corte|tribunales)
(voy a|quiero) cancelar (todo|el servicio si|si no|porque)
(nunca más|no vuelvo a|jamás) ~1 (contrat*|usar*|comprar*|con ustedes)
""",
    "injection": """
(ignora|ignore|olvida|olvide|omite|omita|desobedece|desobedezca) (todas|todo)? ~1 (tus|sus|las|los|tu|su|
    cualquier) ~2 (instrucciones|reglas|indicaciones|órdenes|restricciones|políticas|programación)
(ahora eres|a partir de ahora eres|a partir de ahora|desde ahora eres|de ahora en adelante eres)
modo (administrador|desarrollador|dios|depuración|mantenimiento|de prueba)
(finge|finja|actúa|actúe|compórtate|compórtese|responde|haz) ~1 (que eres|como si|como administrador|como
    gerente|como supervisor|de cuenta que)
(muéstrame|dime|dígame|repite|repita|revela|revele|léeme|imprime) ~1 (tus|sus) ~1 (instrucciones|reglas|
    indicaciones)
(sáltate|sáltese|desactiva|desactive|omite|omita|salta|salte|quita) ~1 (verificación|seguridad|comprobación|
    autenticación)
(márcame|márqueme|considérame|considéreme|trátame) ~2 (verificado|verificada|autenticado|autorizado)
(su|tu) (gerente|supervisor|jefe) ~2 (autorizó|aprobó|prometió)
(sin|no tienes|no tiene) (ninguna)? (restricciones|reglas)
""",
}
