"""Words of absence notices in some twenty languages. All lower-case; none of them makes a notice on its own."""

from __future__ import annotations

# What mail programs put before the subject of an automatic answer.
AUTO_SUBJECTS = (
    "out of office autoreply", "out of office auto", "abwesenheitsnotiz", "abwesenheitsmeldung", "vacation reply",
    "abwesenheitsnachricht", "message d'absence", "avis d'absence", "poissaoloilmoitus", "frånvaromeddelande",
    "afwezigheidsbericht", "afwezigheidsassistent", "notifica di assenza",
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply", "auto-reply",
    "autoreply", "auto response", "auto-response", "autoresponse", "autoresponder", "automatische antwort",
    "automatische rückantwort", "automatisch generierte antwort", "autom. antwort", "autoantwort",
    "réponse automatique", "reponse automatique", "respuesta automática", "respuesta automatica",
    "resposta automática", "resposta automàtica", "risposta automatica", "automatisch antwoord",
    "automatische reactie", "automatische beantwoording", "autosvar", "automatiskt svar", "automatisk svar",
    "automatisk svarmelding", "automaattinen vastaus", "odpowiedź automatyczna", "automatyczna odpowiedź",
    "automatická odpověď", "automatická odpoveď", "automatikus válasz", "răspuns automat", "raspuns automat",
    "automatski odgovor", "samodejni odgovor", "automaatvastus", "automātiskā atbilde", "automātiska atbilde",
    "automatinis atsakymas", "αυτόματη απάντηση", "автоответ", "автоматический ответ", "автоматична відповідь",
    "автоматичен отговор", "otomatik yanıt", "otomatik cevap", "תשובה אוטומטית", "מענה אוטומטי", "رد تلقائي",
    "自動応答", "自動返信", "自动答复", "自动回复", "自動回覆", "자동 회신", "자동회신", "자동 응답",
    "trả lời tự động", "ตอบกลับอัตโนมัติ", "balasan otomatis", "jawapan automatik",
)  # fmt: skip
ABSENCE_SUBJECTS = (
    "out of office", "out-of-office", "out of the office", "ooo:", "[ooo]", "away from the office",
    "away from my mail", "away from mail", "vacation reply", "vacation notice", "vacation message", "vacation:",
    "on vacation", "on annual leave", "annual leave", "on holiday", "on leave", "maternity leave", "parental leave",
    "i am away", "away until", "absence notice", "notice of absence", "office closed", "abwesenheitsnotiz",
    "abwesenheit", "abwesenheitsmeldung", "abwesenheitsnachricht", "abwesend", "nicht im büro", "nicht im haus",
    "außer haus", "bin im urlaub", "im urlaub", "urlaub", "elternzeit", "absence du bureau", "message d'absence",
    "absent du bureau", "en congé", "congés", "absence :", "absence:", "absent(e)", "absent jusqu", "absente jusqu",
    "avis d'absence", "fuera de la oficina", "fuera de oficina", "ausente de la oficina", "estoy de vacaciones",
    "vacaciones", "ausencia", "fuori sede", "fuori ufficio", "fuori dall'ufficio", "assenza", "assente", "in ferie",
    "afwezig", "niet aanwezig", "met vakantie", "met verlof", "op vakantie", "fora do escritório",
    "fora da empresa", "ausente", "ausência", "de férias", "em férias", "frånvaro", "frånvarande", "på semester",
    "ikke til stede", "fravær", "fraværende", "ikke på kontoret", "på ferie", "ferie", "poissa", "lomalla",
    "poissaoloilmoitus", "poza biurem", "nieobecność", "nieobecno", "na urlopie", "urlop", "mimo kancelář",
    "dovolená", "nepřítomn", "mimo kanceláriu", "házon kívül", "irodán kívül", "szabadság", "în concediu",
    "concediu", "lipsesc din birou", "εκτός γραφείου", "вне офиса", "отсутствую", "в отпуске", "нет на месте",
    "поза офісом", "ofis dışında", "izinde", "ofis dışı", "מחוץ למשרד", "خارج المكتب", "不在", "休暇", "外出",
    "休假", "外出中", "부재중", "휴가",
)  # fmt: skip

# What a notice of absence says in its body, whatever its subject.
ABSENCE = (
    "out of office", "out of the office", "away from the office", "away from my desk", "not in the office",
    "not be in the office", "out-of-office", "i am away", "i'm away", "currently away", "will be away",
    "be away from", "on leave", "annual leave", "maternity", "paternity", "parental leave", "sick leave",
    "medical leave", "sabbatical", "bereavement", "on vacation", "on holiday", "vacation", "on pto", "travelling",
    "traveling", "limited access to e", "limited access to my", "no access to e", "without access to",
    "checking email", "return to the office", "returning to the office", "back in the office", "i will be back",
    "i'll be back", "i will return", "upon my return", "on my return", "when i return", "when i'm back",
    "when i am back", "in my absence", "during my absence", "while i am away", "while i'm away", "no longer with",
    "no longer work", "have left the company", "has left the company", "left the organi", "office is closed",
    "offices are closed", "our office will be closed", "closed for", "am unavailable", "currently unavailable",
    "annual shutdown", "public holiday", "at a conference", "off sick", "day off", "out today", "out this week",
    "email infrequently", "no longer in use", "no longer monitored", "mailbox is closed", "nicht mehr genutzt",
    "nicht mehr gelesen", "n'est plus utilisée", "ya no se utiliza", "abwesend", "abwesenheit", "nicht im büro",
    "nicht im hause", "nicht im haus", "außer haus", "ausser haus", "nicht am arbeitsplatz", "im urlaub", "urlaub",
    "elternzeit", "mutterschutz", "wieder im büro", "wieder erreichbar", "wieder für sie", "bin ich zurück",
    "nicht erreichbar", "geschäftsreise", "dienstreise", "betriebsferien", "krankgeschrieben", "erkrankt",
    "nicht mehr im unternehmen", "nicht mehr für", "nicht mehr bei", "bin ich wieder", "nicht weitergeleitet",
    "keinen zugriff", "keinen zugang", "ausgeschieden", "freizeitausgleich", "wieder da", "absent", "de retour",
    "en congé", "congés", "mon retour", "mon absence", "en déplacement", "en vacances", "hors du bureau",
    "hors bureau", "pas au bureau", "ne suis plus", "ne fait plus partie", "ne fais plus partie", "a quitté",
    "j'ai quitté", "fermeture annuelle", "bureaux sont fermés", "bureaux seront fermés", "arrêt maladie",
    "congé maternité", "congé parental", "accès limité", "fuera de la oficina", "fuera de oficina", "ausente",
    "de vacaciones", "vacaciones", "mi ausencia", "mi regreso", "mi vuelta", "estaré de vuelta", "de baja",
    "me reincorpor", "de viaje", "no estaré", "ya no trabajo", "ya no forma parte", "fuori sede", "fuori ufficio",
    "assente", "assenza", "in ferie", "ferie", "mio rientro", "rientrerò", "sarò di nuovo", "in trasferta",
    "chiusura estiva", "uffici chiusi", "non lavor", "afwezig", "niet op kantoor", "niet aanwezig", "vakantie",
    "met verlof", "verlof", "weer bereikbaar", "ben ik weer", "mijn afwezigheid", "niet meer werkzaam",
    "weer aanwezig", "fora do escritório", "ausência", "férias", "meu regresso", "meu retorno", "estarei de volta",
    "não estarei", "licença", "frånvarande", "semester", "inte på kontoret", "åter på kontoret", "tillbaka",
    "tjänstledig", "föräldraledig", "borta", "på tjänsteresa", "ikke på kontoret", "fraværende", "på ferie",
    "tilbage", "tilbake", "barsel", "permisjon", "ikke til stede", "poissa", "lomalla", "vuosiloma", "palaan",
    "tavoitettavissa", "nieobecn", "poza biurem", "na urlopie", "urlop", "wracam", "wrócę", "powrocie",
    "mimo kancelář", "dovolen", "nepřítom", "zpět v", "vrátím", "neprítom", "späť v", "szabadság", "távol",
    "házon kívül", "visszaté", "concediu", "revin", "lipsesc", "voi reveni", "nu sunt la birou", "εκτός γραφείου",
    "άδεια", "απουσι", "вне офиса", "в отпуске", "отпуск", "отсутств", "вернусь", "командировк", "відпуст",
    "відсутн", "ofis dışında", "izinde", "izinli", "yıllık izin", "döneceğim", "na godišnjem", "odmor", "odsot",
    "dopust", "puhkus", "atvaļinājum", "atostog", "בחופשה", "מחוץ למשרד", "إجازة", "خارج المكتب", "不在", "休暇",
    "休業", "出張", "戻り", "休假", "外出", "出差", "返回", "不在办公室", "부재", "휴가", "출장",
)  # fmt: skip

# The writer says a machine sends this.
AUTO_TEXT = (
    "automatic reply", "automatic response", "automated reply", "automated response", "auto-reply", "autoreply",
    "auto-response", "automatically generated", "automatic message", "automated message", "automatic e-mail",
    "automatische antwort", "automatisch generiert", "automatisch erstellt", "automatische e-mail",
    "automatische nachricht", "automatische benachrichtigung", "réponse automatique", "message automatique",
    "respuesta automática", "mensaje automático", "risposta automatica", "messaggio automatico",
    "automatisch antwoord", "automatisch bericht", "resposta automática", "mensagem automática", "autosvar",
    "automatiskt svar", "automatisk svar", "automatisk besked", "automaattinen", "automatyczna", "automatická",
    "automatikus", "răspuns automat", "автоматическ", "自動",
)  # fmt: skip

# "We have your letter": a machine's acknowledgement, no absence.
ACKNOWLEDGE = (
    "received your", "have received", "receipt of your", "thank you for contacting", "thanks for contacting",
    "thank you for reaching", "thanks for reaching", "your request", "your inquiry", "your enquiry", "your ticket",
    "ticket", "case number", "reference number", "your case", "support team", "customer service", "get back to you",
    "will respond within", "within 24 hours", "within 48 hours", "business days", "working days",
    "has been received", "been created", "opened a", "thank you for your application", "your application",
    "eingangsbestätigung", "haben wir erhalten", "ist bei uns eingegangen", "eingegangen", "ihre anfrage",
    "bearbeitungsnummer", "vorgangsnummer", "wir haben ihre", "werktag", "kundenservice", "kundenservicecenter",
    "avons bien reçu", "bien reçu votre", "votre demande", "numéro de dossier", "accusé de réception",
    "hemos recibido", "su solicitud", "su consulta", "abbiamo ricevuto", "la tua richiesta", "la sua richiesta",
    "hebben uw", "uw aanvraag", "uw bericht", "recebemos", "sua solicitação", "vi har tagit emot", "ditt ärende",
    "vi har modtaget", "din henvendelse", "vi har mottatt", "otrzymaliśmy", "zgłoszenie", "obdrželi jsme",
    "mottagit", "受け付け", "お問い合わせ", "受付",
)  # fmt: skip

# The opening of a notice written for a machine to send: the writer is away now (not "will be, so let us talk before").
FORMAL = (
    "i am out of", "i am currently out", "i'm currently out", "i'm out of", "i am away", "i am currently away",
    "i'm currently away", "i am on annual", "i am on leave", "i am currently on", "i'm currently on",
    "i am on vacation", "i am on holiday", "i will be out of the office", "i am not in the office",
    "currently out of the office", "ich bin derzeit", "ich bin zurzeit", "ich bin zur zeit", "ich bin aktuell",
    "ich bin bis", "ich bin vom", "ich bin am", "ich bin ab", "ich bin im urlaub", "ich bin nicht im",
    "ich bin momentan", "je suis actuellement", "je suis absent", "je serai absent", "je suis en congé",
    "actuellement absent", "me encuentro", "estoy fuera", "estaré fuera", "estoy de vacaciones", "sono assente",
    "sarò assente", "sono fuori", "sarò fuori", "sono in ferie", "ik ben afwezig", "ik ben momenteel",
    "ik ben niet aanwezig", "ik ben tot", "ik ben op vakantie", "estou ausente", "estou de férias",
    "estarei ausente", "estou fora", "jag är på semester", "jag är tillbaka", "jag är inte", "jag är frånvarande",
    "jeg er på ferie", "jeg er ikke på", "jeg holder ferie", "jeg er fraværende", "jeg er ute",
    "jeg er på kontoret igen", "olen poissa", "olen lomalla", "jestem na urlopie", "jestem nieobecn",
    "przebywam na", "jsem mimo", "momentálně nejsem", "čerpám dovolenou",
)  # fmt: skip

# How all of them begin, to pass over most letters quickly.
FORMAL_STEMS = (
    "i am ", "i'm ", "i will be out", "currently out", "ich bin ", "je suis", "je serai", "actuellement absent",
    "me encuentro", "estoy ", "estaré ", "sono ", "sarò ", "ik ben ", "estou ", "estarei ", "jag är ", "jeg ",
    "olen ", "jestem ", "przebywam", "jsem ", "momentálně", "čerpám",
)  # fmt: skip

URGENT = (
    "urgent", "in my absence", "during my absence", "limited access", "no access", "will respond", "will reply",
    "will get back", "upon my return", "on my return", "when i return", "as soon as i", "not be forwarded",
    "thank you for your e", "thank you for your m", "thanks for your e", "thanks for your m", "dringend",
    "vielen dank für ihre", "danke für ihre", "vielen dank für deine", "nicht weitergeleitet", "vertretung",
    "schnellstmöglich", "nach meiner rückkehr", "meiner abwesenheit", "wenden sie sich", "merci de contacter",
    "veuillez contacter", "en cas d'urgence", "pour toute urgence", "mon absence", "mon retour", "urgente",
    "urgencia", "urgenze", "urgenza", "mia assenza", "mio rientro", "mi ausencia", "mi regreso", "dringende",
    "spoed", "mijn afwezigheid", "brådskande", "akut", "haste", "kiireell", "pilnych", "pilne", "naléhav",
    "gracias por", "ring mig", "kontakta", "kontakt", "grazie per", "bedankt voor", "merci pour votre",
    "merci de votre", "sans accès", "accès limité", "de retour", "keinen zugriff", "sin acceso", "senza accesso",
    "geen toegang", "obrigad", "tack för", "tak for", "takk for", "dziękuję za", "děkuji za", "kiitos",
)  # fmt: skip

_MONTHS = (
    "january|jan|januar|jänner|janvier|janv|enero|ene|gennaio|gen|januari|janeiro|tammikuu|tammikuuta|"
    "stycznia|styczeń|ledna|leden|ianuarie|января|январь|január|ocak",
    "february|feb|februar|feber|février|fevrier|févr|fév|febrero|febbraio|februari|fevereiro|fev|"
    "helmikuuta|lutego|luty|února|únor|februarie|февраля|február|şubat",
    "march|mar|märz|maerz|mär|mrz|mars|marzo|maart|mrt|março|marts|maaliskuuta|marca|marzec|března|březen|"
    "martie|марта|március|mart",
    "april|apr|avril|avr|abril|abr|aprile|huhtikuuta|kwietnia|kwiecień|dubna|duben|aprilie|апреля|április|"
    "nisan",
    "may|mai|mayo|maggio|mag|mei|maio|maj|toukokuuta|maja|května|květen|мая|május|mayıs",
    "june|jun|juni|juin|junio|giugno|giu|junho|kesäkuuta|czerwca|czerwiec|června|červen|iunie|июня|június|"
    "haziran",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho|heinäkuuta|lipca|lipiec|července|červenec|iulie|"
    "июля|július|temmuz",
    "august|aug|août|aout|agosto|ago|augustus|augusti|elokuuta|sierpnia|sierpień|srpna|srpen|августа|"
    "augusztus|ağustos",
    "september|sept|sep|septembre|septiembre|settembre|set|setembro|syyskuuta|września|wrzesień|září|"
    "septembrie|сентября|szeptember|eylül",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|lokakuuta|października|październik|"
    "října|říjen|octombrie|октября|október|ekim",
    "november|nov|novembre|noviembre|novembro|marraskuuta|listopada|listopad|noiembrie|ноября|kasım",
    "december|dec|dezember|dez|décembre|decembre|déc|diciembre|dic|dicembre|dezembro|joulukuuta|grudnia|"
    "grudzień|prosince|prosinec|decembrie|декабря|aralık",
)  # fmt: skip
# "mar", "mag", "set", "out", "ago" and their like are words too; they are read as months beside a day number only.
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_WEEKDAYS = (
    "monday|montag|lundi|lunes|lunedì|lunedi|maandag|segunda-feira|segunda|måndag|mandag|maanantaina|"
    "maanantai|poniedziałek|poniedziałku|pondělí|luni|понедельник|hétfőn",
    "tuesday|dienstag|mardi|martes|martedì|martedi|dinsdag|terça-feira|terça|tisdag|tirsdag|"
    "tiistaina|tiistai|wtorek|wtorku|úterý|marți|вторник",
    "wednesday|mittwoch|mercredi|miércoles|mercoledì|mercoledi|woensdag|quarta-feira|quarta|onsdag|"
    "keskiviikkona|keskiviikko|środę|środa|středu|středa|miercuri|среду",
    "thursday|donnerstag|jeudi|jueves|giovedì|giovedi|donderdag|quinta-feira|quinta|torsdag|"
    "torstaina|torstai|czwartek|czwartku|čtvrtek|joi|четверг",
    "friday|freitag|vendredi|viernes|venerdì|venerdi|vrijdag|sexta-feira|sexta|fredag|perjantaina|"
    "perjantai|piątek|piątku|pátek|vineri|пятницу",
    "saturday|samstag|sonnabend|samedi|sábado|sabato|zaterdag|lördag|lørdag|lauantaina|sobotę|sobotu|"
    "sâmbătă|субботу",
    "sunday|sonntag|dimanche|domingo|domenica|zondag|söndag|søndag|sunnuntaina|niedzielę|neděli|duminică|"
    "воскресенье",
)  # fmt: skip
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split("|")}
TOMORROW = frozenset(
    {"tomorrow", "demain", "mañana", "domani", "amanhã", "imorgon", "i morgen", "huomenna", "jutro", "zítra"}
)
VAGUE = (
    "next week", "nächste woche", "nächster woche", "kommende woche", "la semaine prochaine", "próxima semana",
    "prossima settimana", "volgende week", "nästa vecka", "næste uge", "neste uke", "ensi viikolla", "next month",
)  # fmt: skip

# Words beside a date. "back": that day is the first day back. "until": first day back, in languages that mean it so.
BACK = (
    "return", "back", "available again", "reachable again", "resume", "in the office from", "in the office again",
    "respond on", "reply on", "zurück", "zurueck", "wieder", "rückkehr", "erreichen sie mich ab", "retour",
    "reprendr", "reprise", "reviens", "reviendrai", "serai à nouveau", "serai de nouveau", "vuelv", "vuelta",
    "regres", "reincorpor", "volver", "rientr", "ritorn", "torner", "di nuovo", "terug", "weer", "reopen",
    "wieder geöffnet", "rouvr", "reabr", "riapr", "heropen", "retorn", "volta", "voltarei", "tillbaka", "åter",
    "tilbage", "tilbake", "igen", "igjen", "palaan", "takaisin", "jälleen", "tavoitettavissa", "wrac", "wróc",
    "powró", "z powrotem", "ponownie", "zpět", "vrát", "opět", "späť", "visszat", "ismét", "revin", "reveni",
    "din nou", "верн", "возвращ", "выйду", "буду на", "döne", "döndü", "dönüş", "επιστρ", "出社", "復帰", "戻",
    "返回", "回来",
)  # fmt: skip
# The same after the date, where the language puts its verb or adverb there.
BACK_BEHIND = (
    "wieder", "zurück", "terug", "weer", "tillbaka", "åter", "tilbage", "tilbake", "igen", "igjen", "takaisin",
    "jälleen", "ponownie", "z powrotem", "zpět", "opět", "ismét", "出社", "復帰", "戻", "döne", "de retour",
    "de vuelta", "when i'm back", "when i am back", "when i return", "when i get back",
)  # fmt: skip
# Right before the date: the first day back. English and Dutch mean it so; Scandinavian usage is divided.
UNTIL = ("until", "till", "til", "tot", "before")
# Before the date, with other words between: the last day away.
THROUGH = (
    "through", "thru", "up to and including", "to and including", "bis ", "jusqu", "hasta", "fino a", "sino a", "t/m",
    "tot en met", "até", "till och med", "t.o.m", "til og med", "włącznie", "până", "έως", "μέχρι",
)  # fmt: skip
THROUGH_NEXT = ("do", "do dnia", "до", "bis", "-ig")  # the same, but only right before it
AFTER = ("after", "nach", "après", "después de", "después", "dopo", "efter", "depois de", "na", "po", "etter")
CONTACT = (
    "contact", "reach", "speak to", "speak with", "write to", "e-mail", "email", "get in touch", "turn to",
    "refer to", "direct", "call ", "colleague", "cover", "forward", "my absence", "urgent", "assist", "immediate",
    "wenden", "vertr", "kontakt", "kollege", "kollegin", "dringend", "melden sie sich", "schreiben sie",
    "ansprechpartner", "veuillez", "merci de", "adress", "joindre", "collègue", "urgence", "écri", "hilf", "helfen",
    "aider", "ayud", "diríjase", "dirigirse", "dirija", "póngase", "escrib", "compañer", "rivolg", "collega",
    "scriv", "urgenz", "neem", "opnemen", "bereik", "colega", "contato", "contacte", "kontakta", "kollega",
    "vänd dig", "henvend", "ota yhteyttä", "yhteyttä", "kiireell", "skontaktować", "prosz", "kontaktow", "obraťte",
    "obracejte", "kolegy", "forduljon", "contacta", "обращ", "свяж", "связ", "ulaş", "başvur", "連絡", "联系",
    "聯絡",
)  # fmt: skip
