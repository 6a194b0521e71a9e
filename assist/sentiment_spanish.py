"""What Spanish words and phrases say about a caller's mood, as `assist.sentiment_english` does for English.

As people speak on the telephone in the United States and Mexico; accents are for the reader and do not count.
"""

from assist.sentiment_language import SentimentLanguage

WORDS = {
    3.0: "encantado encantada encantados feliz felices felicísimo felicísima estupendo estupenda",
    2.6: "maravilloso maravillosa fantástico fantástica excelente excelentes increíble genial fabuloso "
    "fabulosa "
    "espléndido magnífico magnífica buenísimo buenísima fenomenal amo amamos encanta encantó",
    2.2: "perfecto perfecta contento contenta contentos alegre alegra agradecido agradecida agradecidos "
    "padrísimo "
    "chévere súper aliviado aliviada",
    1.8: "amable amables atento atenta satisfecho satisfecha satisfechos simpático simpática bonito "
    "eficiente "
    "paciente profesional agradable",
    1.4: "bueno buena buenos gusta gustó alivio agradezco agradecemos rápido rápidamente útil mejoró "
    "mejorado "
    "padre suave",
    1.0: "mejor ayudó ayudado fácil amablemente",
    -0.5: "lento lenta problema problemas error errores difícil falla fallas fallando falló tarde tardan "
    "tarda "
    "tardó esperar espero caro cara equivocado equivocada equivocación retraso retrasos roto rota dañado "
    "descompuesto desafortunadamente lamentablemente",
    -0.9: "preocupado preocupada preocupa preocupados confundido confundida confuso cansado cansada perdido "
    "duele lentísimo lentísima carísimo carísima queja quejas",
    -1.4: "mal mala malo malos malas peor peores triste injusto injusta molesta molestia lástima pena "
    "ignoran "
    "ignoraron ignorado nervioso nerviosa arruinó arruinaron desesperante estresado estresada incómodo "
    "incorrecto desorganizado incumplen incumplieron insatisfecho insatisfecha",
    -1.8: "decepcionado decepcionada decepcionante decepción frustrado frustrada frustrante molesto molestos "
    "enojado enojada enfadado enfadada enojo inaceptable ridículo ridícula absurdo absurda inútil inútiles "
    "estúpido estúpida tonto tonta grosero grosera groseros mentira mentiras mienten mintieron mentirosos "
    "basura "
    "porquería engañaron engañado engañada engaño coraje harto harta hartos hartas irrespetuoso fatal",
    -2.4: "terrible terribles horrible horribles pésimo pésima pésimos espantoso espantosa asco asqueroso "
    "asquerosa odio odia furioso furiosa indignado indignada indignante vergüenza desastre pesadilla estafa "
    "estafadores robo rateros ladrones fraude incompetentes incompetente malísimo malísima deplorable "
    "lamentable abuso burla infierno idiotas",
}

PHRASES = {
    "sarcasm": (
        -2.4,
        """
(ay|ah|uy|oh|mira|pues) (qué)? GLAD !(gracias|muchas)
qué (maravilla|bien|bonito|genial|padre|chido|lindo|amables|eficientes|buen servicio) ~1 (otra|otro|otros|
    ahora|
    más|todavía|una hora|media hora|sigo|y sigo|siguen)
(gracias|muchas gracias) por (nada|hacerme|la espera|colgarme|cobrarme|no|dejarme|cancelar*|arruinar*|mentir*|
    hacerme perder|tenerme)
(sí claro|sí como no|claro cómo no|cómo no claro|ajá claro)
(qué sorpresa|vaya sorpresa|menuda sorpresa|vaya servicio|menudo servicio|vaya ayuda|bonita ayuda|bonita
    forma|
    bonito servicio|valiente ayuda|qué casualidad|lo que me faltaba|justo lo que necesitaba|nomás eso me
    faltaba)
(me encanta|me fascina|adoro) (esperar|que me|pagar|cuando no|hablar con una máquina|estar en espera|perder)
tan (eficientes|amables|rápidos) como siempre
""",
    ),
    "idiom": (
        0.0,
        """
no (hay|es|tengo|tiene|habría|habrá) ~1 (problema|problemas|pena|inconveniente)
(sin|ningún|ninguna) (problema|problemas|pena|molestia|duda|prisa|error)
no (se preocupe|te preocupes|pasa nada|importa|hay de qué|hay cuidado|hay prisa|tenga pena)
(buenos|buenas|buen) (días|tardes|noches|día|tarde|noche|fin)
(que tenga|que tengas|tenga) ~2 (día|tarde|noche|semana)
(qué pena|perdón|disculpe|disculpa|lo siento|perdone|siento) (por la molestia|por las molestias|con usted|
    por|que|
    la|molestarle|molestarlo|
    molestarla|las molestias)?
(disculpe|perdone|perdón por) (la|las) (molestia|molestias)
(me|le|nos) (gustaría|encantaría|interesaría)
sería (bueno|bueno que|mejor|ideal|perfecto|genial|excelente|buena)
(estoy|está|todo|muy) (bien|bueno) (gracias|y usted|así)?
(está|esta|así|pues|muy|todo) (bien|bueno)
(bueno|a ver|pues bueno|mire|oiga) !(me|nos|servicio|trato)
(mejor|buen|buena) (hora|momento|número|plan|manera|forma|precio|opción|teléfono|paquete)
(a lo mejor|mejor dicho|por favor|tal vez|más o menos|de buena|por las buenas|de mala gana)
el (próximo|pasado) ~1
(mensaje|código) de (error|falla)
(más tarde|esta tarde|la tarde|de la tarde|en la tarde|por la tarde|muy tarde|ayer tarde|a la tarde|una tarde)
(número|cuenta|dirección|clave|persona) (equivocado|equivocada)
mi (padre|mamá|amo|pena|cara)
(espero|esperemos) que
puedo esperar
vale la pena
""",
    ),
    "delight": (
        2.8,
        """
(mil|un millón de|infinitas) gracias
(es|son|eres) (usted|ustedes|tú)? (un|una|unos) (ángel|sol|amor|genio|tesoro|santo)
(me|nos) (salvó|salvaste|salvaron) ~1 (vida|día)
(me|nos) (alegró|alegraste|hizo) el día
(no podría|no puedo|no podía) estar más (contento|contenta|feliz|agradecido|agradecida|satisfecho|satisfecha)
(gracias a dios|bendito sea|de maravilla|de lujo|de primera|lo máximo|lo mejor)
(dios|que dios) (lo|la|le|te) bendiga
qué (alivio|gusto|bueno que|alegría)
""",
    ),
    "thanks": (
        1.3,
        """
(muchísimas|tantas) gracias
(gracias|muchas gracias) por (todo|su ayuda|ayudarme|tu ayuda|la ayuda|su paciencia|su amabilidad|su apoyo|
    atenderme|explicarme|escucharme|resolver*|arreglar*|llamarme|su tiempo|la atención|su atención)
(le|les|te|se lo) (agradezco|agradecemos|agradecería) ~2 (mucho|muchísimo)
""",
    ),
    "politeness": (
        0.3,
        """
(muchas|muy amable)? gracias
muy amable
""",
    ),
    "resolved": (
        1.5,
        """
ya (funciona|sirve|jala|quedó|está funcionando|está arreglado|está resuelto|se arregló|se resolvió|se
    solucionó|tengo internet|regresó|volvió|está listo|puedo entrar|me llegó) !(mal|peor|otra vez)
(problema|todo|asunto) ~1 (resuelto|solucionado|arreglado|resolvió|solucionó)
(funciona|sirve|jala) (bien|perfecto|perfectamente|de nuevo|otra vez|muy bien|ahora)
(con eso|eso|esto) (funcionó|sirvió|me ayudó|lo arregló|lo resolvió|me ayuda mucho|me sirve)
(buenas|excelentes) noticias
(asunto|caso) arreglado
""",
    ),
    "fondness": (
        1.6,
        """
no (me)? (puedo|podría|podemos) ~1 (quejarme|quejar|quejarnos)
no (me quejo|tengo queja|tengo quejas|tengo ninguna queja|nos quejamos)
no (está|estuvo|es) (nada|tan)? (mal|malo|mala)
(recomiendo|recomendaré|los recomiendo|lo recomiendo)
(muy|bien|súper|bastante|tan) (buen|bueno|buena) (servicio|atención|trato|trabajo)?
(me|nos) (trató|trataron|atendió|atendieron) (muy|súper)? bien
""",
    ),
    "exasperation": (
        -1.8,
        """
(no puede ser|no lo puedo creer|no es posible que|no es justo|no se vale|no hay derecho|qué falta de|falta de
    respeto|cómo es posible|hasta cuándo|es el colmo|qué fastidio|qué horror|qué desastre|qué barbaridad|qué
    vergüenza|qué rabia|qué coraje)
(ya)? me (cansé|harté|rindo|doy por vencido|doy por vencida)
para qué (sirve|sirven|pago|les pago|llamo)
(no les importa|les vale|les importa un|ni caso|no hacen caso|no me hacen caso|no les interesa)
(me|nos) (mintieron|engañaron|estafaron|colgaron|dejaron plantad*|dejaron tirad*|
    ven la cara)
(cada vez|cada día) ~1 (peor|más lento|más caro|más cara)
(de mal en peor|pésimo servicio|mal servicio|mala atención)
no (sirve|sirven|funciona|sirvió) (para nada|de nada|nunca|jamás)
(nunca|jamás) (más|vuelvo|volveré|los recomendaría|lo recomendaría)
(ni siquiera|ni una|ni un) ~1 (disculpa|disculpas|respuesta|explicación|llamada|contestan|contestaron)
""",
    ),
    "grievance": (
        -1.15,
        """
(llevo|llevamos|tengo|tenemos) ~2 (horas|hora|media hora|días|semanas|meses|rato|MANY|más de una|toda la
    mañana|
    todo el día) ~3 (esperando|en espera|sin|al teléfono|llamando)
(esperando|en espera|espero) ~2 (horas|una hora|media hora|más de|mucho tiempo|MANY minutos|MANY días|MANY
    horas)
(me|nos) (cobraron|cobran|están cobrando|cargaron) ~2 (dos veces|doble|de más|demás|mal|otra vez|sin|algo que|
    demasiado|por algo)
(sin|y sin) (avisar|avisarme|avisarnos|permiso|preguntar|explicación|aviso)
(quiero|devuélvanme|exijo|regrésenme) (que)? ~2 (mi dinero|devuelvan mi|regresen mi)
(es|fue) (su|culpa de) (culpa|error|ustedes)
(sigue|siguen|sigo|seguimos) ~1 (sin|igual|esperando|mal|fallando|lento|con el mismo|peor)
(otra vez|de nuevo) ~1 (sin|falla|se cayó|no funciona|no sirve|lo mismo|cobraron|se fue)
(se|me) (cae|corta|va|traba|desconecta) (cada|a cada|todo el|siempre|otra vez|a diario)
(todo el tiempo|a cada rato|todos los días|siempre lo mismo|siempre es lo mismo)
(nadie) ~1 (me|nos)? (contesta|contestó|responde|respondió|ayuda|ayudó|vino|llega|llegó|sabe|hace|llamó)
(nunca|no) (llegó|llegaron|vino|vinieron|contestan|contestaron|resuelven|me resuelven|cumplen|cumplieron|
    arreglan|solucionan|me ayudan|me ayudaron)
(demasiado|muy|bien) (lento|lenta|caro|cara|tarde|complicado|mal|difícil)
por qué (siempre|nunca|nadie|tengo que|debo)
MANY veces
(no es|no era|no fue) (lo que|justo|mi culpa|correcto|normal)
""",
    ),
}

TABLES = {
    "GLAD": "genial|perfecto|fantástico|maravilloso|excelente|estupendo|qué maravilla|qué bonito|qué "
    "bien|qué "
    "padre|fabuloso|magnífico|maravilla",
    "MANY": "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|quince|veinte|treinta|cuarenta|varias|varios|"
    "muchas|muchos|mil|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|no sé "
    "cuántas",
    "RIVAL": "compañía|empresa|proveedor|operador|competencia",
    "OURS": "servicio|servicios|contrato|cuenta|suscripción|plan|internet|línea|paquete|membresía|todo",
}

CHURN = """
(cancelar|cancelo|cancelen|cancele|cancelando|cancelarlo|dar de baja|darme de baja|den de baja|terminar|
    cerrar)
    (mi|el|la|este|nuestro|su)? ~1 OURS
(cancelar|cancelo) (todo|ya|con ustedes|$)
(darme|dar|doy|darnos) de baja
(cambiar|cambiarme|cambio|cambiando|irme|voy|pasar|pasarme|paso|mudarme|cambiaré|cambiarnos) ~2 (compañía|
    RIVAL|a
    la competencia|con la competencia|otro proveedor|otra compañía|otra empresa)
(la competencia|otra compañía|otro proveedor|otra empresa) ~2 (ofrece|da|cobra|más barato|mejor)
(irme|me voy|nos vamos|me cambio|nos cambiamos) (con|a) (la|otra|otro) RIVAL?
(perder|perdiendo|pierden|van a perder) ~1 (un cliente|una cliente|clienta|mi negocio)
(no|ya no) ~1 (renovar|renuevo|seguir con ustedes|sigo con ustedes|quiero el servicio|quiero su servicio|
    quiero
    seguir)
portar mi número
"""

SPANISH = SentimentLanguage(
    words=WORDS,
    phrases=PHRASES,
    tables=TABLES,
    churn=CHURN,
    negations="no nunca jamás ni sin nadie nada tampoco ningún ninguna",
    answers="no",
    after_answer="gracias está todo eso esto es muy ya así perfecto y ahora entonces mi pues otra otro "
    "nadie el la",
    opinions="creo creemos parece pienso siento",
    intensifiers="muy tan bien súper demasiado realmente totalmente completamente absolutamente sumamente "
    "bastante mucho muchísimo extremadamente verdaderamente pinche más",
    dampeners="poco poquito algo medio ligeramente casi",
    contrasts="pero sino aunque excepto",
    questions="cuál cuáles cuánto cuánta cuándo dónde quién qué cómo hay tiene tienen puede pueden podría "
    "podrían",
    reproaches="por",
    wishes="gustaría sería quisiera ojalá si quiero necesito espero querría",
    exclamations="genial perfecto fantástico maravilloso excelente estupendo maravilla fabuloso magnífico "
    "bonito "
    "bravo padre increíble buenísimo",
    situations="cancelaron canceló tarde transfirieron nadie colgaron falla cayó cortó perdí espera peor sin",
    burdens="esperando esperar hora horas minutos cobro cobraron cargo máquina robot música factura recibo "
    "llamada visita",
    more="otra otro más sigue sigo todavía vez",
    thanks="gracias",
    certain_times="tercera cuarta quinta sexta séptima octava novena décima enésima tres cuatro cinco seis "
    "siete "
    "ocho nueve diez varias muchas mil three four five six seven eight nine ten cada siempre",
)
