"""Words of web-form and shop notifications: what they call the visitor's name, address and message."""

from __future__ import annotations

# Field names as forms print them, lower-case, without colon.
NAME_FIELDS = frozenset({
    "name", "full name", "your name", "first name", "first", "contact name", "customer name", "customer", "client",
    "from", "sender", "contact", "visitor", "visitor name", "lead name", "invitee", "vorname", "vor- und nachname",
    "ihr name", "name des absenders", "ansprechpartner", "kunde", "absender", "nom", "prénom", "nom et prénom",
    "votre nom", "nom complet", "nombre", "nombre completo", "su nombre", "nombre y apellidos", "nome",
    "nome e cognome", "nome completo", "il tuo nome", "naam", "uw naam", "voornaam", "namn", "navn", "nimi", "imię",
    "imię i nazwisko", "jméno", "név", "имя", "お名前", "氏名", "姓名", "de", "von", "de la part de",
    "submitted by", "user name", "your full name", "what's your name?", "what is your name?",
})  # fmt: skip
LAST_NAME_FIELDS = frozenset({
    "last name", "last", "surname", "family name", "nachname", "familienname", "nom de famille", "apellido",
    "apellidos", "cognome", "sobrenome", "apelido", "achternaam", "efternamn", "efternavn", "etternavn", "sukunimi",
    "nazwisko", "příjmení",
})  # fmt: skip
EMAIL_FIELDS = frozenset({
    "email", "e-mail", "mail", "email address", "e-mail address", "your email", "your e-mail", "email id",
    "work email", "business email", "contact email", "customer email", "invitee email", "reply to", "reply-to",
    "ihre e-mail", "e-mail-adresse", "emailadresse", "mailadresse", "ihre e-mail-adresse", "adresse e-mail",
    "adresse mail", "adresse email", "courriel", "votre email", "votre e-mail", "votre adresse e-mail", "correo",
    "correo electrónico", "correo electronico", "su correo", "su correo electrónico", "indirizzo email",
    "indirizzo e-mail", "la tua email", "posta elettronica", "e-mailadres", "uw e-mail", "e-postadress", "e-post",
    "epost", "sähköposti", "adres e-mail", "adres email", "e-mailová adresa", "электронная почта", "почта",
    "メールアドレス", "電子メール", "邮箱", "电子邮件", "endereço de e-mail", "what's your email?",
    "what is your email?", "what's your email address?", "what is your email address?",
})  # fmt: skip
MESSAGE_FIELDS = frozenset({
    "message", "your message", "message body", "body", "comment", "comments", "question", "questions", "inquiry",
    "enquiry", "details", "description", "how can we help", "how can we help?", "how can we help you?",
    "additional information", "project details", "notes", "note", "request", "comment or message", "nachricht",
    "ihre nachricht", "mitteilung", "anfrage", "ihre anfrage", "bemerkung", "bemerkungen", "kommentar", "anliegen",
    "ihr anliegen", "votre message", "votre demande", "demande", "commentaire", "commentaires", "mensaje",
    "su mensaje", "consulta", "comentario", "comentarios", "mensagem", "messaggio", "il tuo messaggio", "richiesta",
    "bericht", "uw bericht", "opmerking", "vraag", "meddelande", "besked", "melding", "viesti", "wiadomość",
    "treść wiadomości", "zpráva", "üzenet", "сообщение", "メッセージ", "お問い合わせ内容", "留言", "内容",
    "precisions", "what can we help you with?", "tell us about your project", "tell us more", "anything else?",
    "order note", "message text",
})  # fmt: skip
# Other fields: they show that a mail is a form, and end a message that stands before them.
OTHER_FIELDS = frozenset({
    "phone", "phone number", "telephone", "tel", "mobile", "company", "company name", "organization",
    "organisation", "website", "subject", "country", "country code", "city", "address", "job title", "title",
    "position", "budget", "date", "time", "ip", "ip address", "page", "page url", "url", "source", "referrer",
    "user agent", "telefon", "telefonnummer", "firma", "unternehmen", "betreff", "land", "ort", "plz", "anrede",
    "datum", "straße", "téléphone", "société", "entreprise", "objet", "sujet", "pays", "ville", "teléfono",
    "empresa", "asunto", "ciudad", "país", "telefono", "azienda", "oggetto", "città", "telefoon", "telefoonnummer",
    "bedrijf", "bedrijfsnaam", "onderwerp", "telefone", "assunto", "företag", "ämne", "emne", "puhelin", "yritys",
    "temat", "submitted on", "submission date", "sent on", "form", "form name", "interest", "product", "products",
    "quantity", "event type", "event date/time", "invitee time zone", "location", "consent", "gdpr", "newsletter",
    "privacy", "datenschutz", "code postal", "number of employees", "company size", "industry", "time zone",
    "postcode", "zip", "zip code", "state", "department", "salutation", "remote ip", "entry id", "submission id",
    "response id", "utm_source", "utm_campaign", "utm_medium", "order number", "remote name",
})  # fmt: skip

SUBJECTS = (
    "contact form", "contact-form", "contactform", "form submission", "new submission", "new form", "form entry",
    "new entry", "new message from", "new enquiry", "new inquiry", "website enquiry", "website inquiry",
    "web enquiry", "web inquiry", "web form", "webform", "new lead", "new contact", "contact us", "contact request",
    "website contact", "quote request", "request a quote", "request for quote", "demo request", "new response",
    "new customer message", "enquiry from", "inquiry from", "message from your website", "submitted a",
    "submission from", "submission:", "new event:", "new order", "order #", "placed by", "kontaktformular",
    "kontaktanfrage", "anfrage über", "neue anfrage", "neue nachricht", "webformular", "formular",
    "neue bestellung", "anfrage von", "formulaire", "nouveau message", "demande de contact", "demande de devis",
    "nouvelle demande", "nouvelle commande", "prise de contact", "formulario", "nuevo mensaje", "nueva consulta",
    "solicitud de contacto", "nuevo pedido", "modulo di contatto", "modulo contatti", "nuovo messaggio",
    "richiesta dal sito", "nuova richiesta", "contactformulier", "nieuw bericht", "nieuwe aanvraag", "formulário",
    "nova mensagem", "novo contato", "kontaktskjema", "kontaktformulär", "yhteydenotto", "formularz", "zapytanie",
    "お問い合わせ", "問い合わせ", "联系表单",
)  # fmt: skip

# What the subjects above in plain ASCII share, to pass over most subjects quickly.
SUBJECT_STEMS = (
    "form", "submi", "nquiry", "enquir", "new ", "contact", "lead", "quote", "order", "placed by", "demo request",
    "anfrage", "neue ", "nouve", "demande", "prise de", "nuev", "solicitud", "modulo", "nuov", "richiesta", "nieuw",
    "nova ", "novo ", "zapytanie", "message from", "yhteydenotto", "kontakt",
)  # fmt: skip

# Who sends such notifications: local parts beside the no-reply family, and firms whose product they are.
SENDERS = frozenset({
    "wordpress", "website", "web", "webmaster", "forms", "form", "contactform", "contact-form", "kontaktformular",
    "www-data", "apache", "httpd", "nginx", "www", "wwwrun", "webform", "formmail", "formulaire", "formulier",
    "mailer", "shop", "orders", "order", "store", "notifications", "notification", "notify", "submissions",
    "forms-receipts-noreply", "leads", "php", "nobody", "anfrage", "contacto", "followups", "formresponses",
    "admin",
})  # fmt: skip
FORM_HOSTS = (
    "typeform.", "wufoo.", "jotform.", "formstack.", "gravityforms.", "hubspot.", "shopify", "squarespace", "wix",
    "webflow.", "formspree.", "getform.", "formsubmit.", "netlify.", "cognitoforms.", "paperform.", "tally.so",
    "calendly.", "jimdo", "weebly", "unbounce", "leadpages", "elementor", "formcarry", "basin", "fillout",
    "123formbuilder", "zoho", "intercom", "drift", "tidio", "woocommerce", "strato", "ionos",
)  # fmt: skip

FOOTERS = (
    "sent from a contact form", "sent from the contact form", "was sent from a contact", "via your website",
    "via the contact form", "from your online store's contact form", "submitted from", "submitted through",
    "this message was sent from", "sent via form", "über das kontaktformular", "vom kontaktformular",
    "von einem kontaktformular", "formulaire de contact", "formulario de contacto", "modulo di contatto",
    "contactformulier", "form submission", "form on your", "submitted a form", "submitted the form",
    "new submission", "new form", "just submitted", "filled out", "completed your form", "kontaktformular",
    "formular wurde", "received a new message", "has a new response", "formulário de contato", "contact form",
    "new entry", "form entry", "wufoo", "typeform", "お問い合わせ", "a new event has been scheduled",
)  # fmt: skip
