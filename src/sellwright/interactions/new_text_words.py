"""The words mail programs put around text, by language: header labels, "wrote", "forwarded", phone lines, sign-offs.

Only data. All lower case unless a comment says otherwise. A word may stand in several languages; which language a
mail is in is never asked, because a French reader's program writes French around an English letter.
"""

from __future__ import annotations

import re


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with | between them."""
    return frozenset(words.split("|"))


def _table(**roles: str) -> dict[str, str]:
    return {label.strip(): role for role, labels in roles.items() for label in labels.split("|")}


# Labels of the header lines that mail programs copy above a quoted letter, and what they stand for.
LABELS = _table(
    sender="from|von|de|da|van|fra|från|od|от|от кого|від|lähettäjä|feladó|gönderen|kimden|de la|από|expéditeur"
    "|mittente|remitente|remetente|avsender|avsändare|afsender|afzender|absender|nadawca|odesílatel|odosielateľ"
    "|pošiljatelj|dari|từ|frá|nuo|saatja|no|מאת|من|差出人|送信者|発信者|发件人|发送人|寄件者|寄件人|보낸 사람|보낸사람",
    date="date|datum|fecha|data|dato|päivämäärä|päiväys|pvm|дата|dátum|tarih|ημερομηνία|dags|message du|תאריך|تاريخ"
    "|日時|日付|日期|날짜",
    sent="sent|sent on|date sent|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviado em"
    "|enviada|enviada em|enviado a las|inviato|inviato il|verzonden|verzonden op|skickat|sendt|lähetetty|wysłano"
    "|wysłane|odesláno|odoslané|poslano|отправлено|надіслано|elküldve|gönderildi|gönderilme tarihi|trimis|στάλθηκε"
    "|dikirim|skeytið sent|נשלח|送信日時|发送时间|发送日期|寄件日期|傳送時間|보낸 날짜",
    to="to|an|à|a|para|aan|til|till|do|komu|кому|vastaanottaja|címzett|alıcı|kime|către|προς|destinataire"
    "|destinataires|destinatario|destinatário|empfänger|kepada|mottaker|mottagare|modtager|adresat|prima|đến|tot"
    "|אל|إلى|宛先|收件人|收件者|받는 사람",
    copy="cc|kopie|kopie (cc)|copie|copie à|cópia|copia|kopi|kopia|копия|копія|kopio|másolatot kap|bilgi|bcc|cci|cco"
    "|dw|κοιν|עותק|نسخة|抄送|副本|参照|참조",
    subject="subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|predmet|тема"
    "|tárgy|konu|subiect|θέμα|perihal|efni|tema|teema|zadeva|naslov|chủ đề|נושא|الموضوع|topic|件名|主题|主題|主旨|제목",
    other="reply-to|reply to|antwort an|répondre à|risposta|rispondi a|responder a|antwoord aan|antwoord-naar|svar til"
    "|svara till|odpowiedz do|odpowiedź do|vastausosoite|importance|wichtigkeit|priority|priorität|attachments|anlagen"
    "|attachment|bijlagen|organization|allegati|adjuntos|anexos|pièces jointes|resent-from|mailing list|list-id"
    "|newsgroups",
)

# "Wrote" at the end of an attribution ("On Monday, Anna wrote:"), whatever follows it being only : or dashes. This and
# the other long lists of words are searched in lower-case text: five times as fast as with the flag IGNORECASE.
WROTE_LAST = re.compile(
    r"(?:\b(?:wrote|writes|schrieb(?: folgendes)?|schreibt|schreef(?: het volgende)?|geschreven|skrev(?: f[øö]l[gj]ande"
    r"| følgende)?|skrifa[ðd]i|kirjoitti|kirjutas|escribi[óo]|ha escrito|va escriure|escreveu|ha scritto|scrive"
    r"|a [ée]crit|[ée]crivait|napisał(?:a|\(a\))?|pisze|napsal(?:a|\(a\))?|napísal(?:a|\(a\))?|napisao(?: je)?"
    r"|napisala(?: je)?|je napisala?|написал(?:а|\(а\))?|пишет|писал(?:а|\(а\))?|написав|написала|пише|написа"
    r"|írta|a scris|έγραψε|yazdı|đã viết|menulis|rašė|rakstīja|ta shkruar)"
    r"|写道|寫道|写到|作成|작성|のメール|書きました|כתב|كتب)"
    r"\s?(?:\.{3}|…)?\s?[:：]?[\s\-=*_\u202c]*$"
)
# The last three letters of all those in plain ASCII: a text that ends in others needs no closer look.
WROTE_ENDS = word_set(
    "ote|tes|ieb|des|ibt|eef|nde|ven|rev|adi|tti|tas|bio|ito|ure|veu|tto|ive|rit|ait|(a)|sze|sal|ala|sao| je|rta"
    "|ris|lis|uar"
)
# "Wrote" before the name ("Am 3. Mai schrieb Anna:") or before the date ("Anna schrieb am 3. Mai:").
WROTE_INSIDE = re.compile(
    r"\b(?:schrieb|schreibt|schreef|skrev|skrifaði|kirjoitti|wrote on|wrote at|ezt írta|napisała?|napsala?|a écrit le"
    r"|ha scritto il|escribió el)\b"
)

WROTE_INSIDE_STEMS = (
    "schr", "skrev", "skrifa", "kirjoitti", "wrote ", "írta", "napisa", "napsal", "crit le", "ha scritto", "escribi",
)  # fmt: skip

# Inside a line of dashes: a letter passed on, or the letter before.
FORWARD_STEMS = (
    "forward", "weitergeleitet", "transféré", "transmis", "réexpédié", "transfer", "reenviad", "reencaminhad",
    "encaminhad", "inoltrat", "doorgestuurd", "vidarebefordra", "videresen", "videresendt", "välitetty", "przekazan",
    "přeposlan", "preposlan", "пересыла", "пересла", "переадрес", "пересилан", "转发", "轉寄", "转寄", "転送", "전달",
    "továbbított", "iletilen", "yönlendirilen", "redirigid", "προωθη", "áframsent", "προώθ", "redirectat",
    "redirecționat",
)  # fmt: skip
ORIGINAL_STEMS = (
    "original", "ursprüng", "origine", "oorspronkelijk", "opprinnelig", "oprindelig", "ursprunglig", "alkuperäinen",
    "oryginaln", "pierwotn", "původní", "pôvodn", "исходн", "оригинал", "原始", "元のメ", "元の", "원본", "eredeti",
    "orijinal", "özgün", "αρχικό", "πρωτότυπ", "upprunaleg", "originele", "izvorn", "isprva", "reply message",
    "quoted text",
)  # fmt: skip
MESSAGE_STEMS = (
    "message", "nachricht", "mensaje", "messaggio", "mensagem", "bericht", "besked", "meddelelse", "melding",
    "meddelande", "brev", "viesti", "wiadomoś", "zpráv", "správa", "сообщени", "письмо", "повідомлен", "邮件", "郵件",
    "メッセージ", "メール", "메시지", "üzenet", "ileti", "μήνυμα", "mesaj", "e-mail", "email", "mail",
)  # fmt: skip

# The last line that a phone or a mail program adds, in lower case.
_DEVICE = (
    r"(?:iphon\w*|phone|ipad|ipod|i?mac|macbook|mobil\w*|smart ?phone|handy\w*|cell\w*|blackberry|android\w*|samsung"
    r"|galaxy|nokia|huawei|xiaomi|redmi|oneplus|pixel|htc|sony|xperia|lumia|windows|outlook|yahoo|gmail|proton\w*"
    r"|mail|mailbox|airmail|spark|tablet\w*|tab|telefon\w*|phone|téléphone|teléfono|telefone|telefoon|telefonino"
    r"|cellulare|celular|móvil|device|gerät\w*|appareil|dispositivo|toestel|enhet|puhelin\w*|телефон\w*|айфон\w*"
    r"|смартфон\w*|почт\w*|appli\w*|orange|messagerie|webmail|web|app|typeapp|bluemail|blue|aol|k-9|k9|thunderbird|wiko|verizon|t-mobile|treo|palm|sparrow"
    r"|superhuman|hey|zoho|front|nine|mimestream|canary|edison|newton|mailspring|desk\s?top|laptop|pad|watch)"
)
PHONE_LINE = re.compile(
    r"[<(\[{*_\s>-]{0,4}(?:"
    r"(?:sent|written|typed|dictated|posted)(?: \w+)? (?:from|via|with|on|by|using)\b(?= )(?P<rest>.{1,120})"
    rf"|from my {_DEVICE}\b.{{0,60}}"
    r"|get \[?(?:the )?(?:outlook|yahoo|gmail|typeapp|bluemail|aqua mail|spark)\b.{0,120}"
    rf"|(?:gesendet|versendet|geschrieben|verschickt)\s+(?:von|mit|über|aus|vom|via)\b.{{0,60}}\b{_DEVICE}\b.{{0,60}}"
    r"|(?:von|vom) (?:mein\w+|unterwegs)\b.{0,50} (?:gesendet|versendet|geschickt)\W{0,4}"
    r"|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit)\b.{1,90} (?:gesendet|verschickt|versendet)\W{0,4}"
    rf"|envoyée? (?:depuis|de|à partir|avec|via|par|du)\b.{{1,50}}\b{_DEVICE}\b.{{0,60}}"
    r"|(?:téléchargez|obtenir|télécharger) (?:outlook|yahoo|gmail)\b.{0,90}"
    r"|envia(?:do|da|t)(?: por mí)? (?:desde|do|da|a partir|de|pelo|via|con|com|des)\b"
    rf".{{1,50}}\b{_DEVICE}\b.{{0,60}}"
    r"|(?:obtener|obter|obtenha|descarga|baixar|transferir) (?:o )?outlook\b.{0,90}"
    rf"|inviat[oa] (?:da|dal|dall['’]|con|tramite|via)\b.{{0,50}}\b{_DEVICE}\b.{{0,60}}"
    r"|(?:scarica|ottieni) outlook\b.{0,90}"
    rf"|(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit|van|door)\b.{{0,50}}\b{_DEVICE}\b.{{0,60}}"
    r"|(?:download|hent|hämta|hanki|pobierz|stáhnout|скачать) outlook\b.{0,90}"
    rf"|(?:skickat|sendt|sent) (?:från|fra|med|via|frå)\b.{{0,50}}\b{_DEVICE}\b.{{0,60}}"
    rf"|lähetetty\b.{{1,40}}\b{_DEVICE}.{{0,40}}|lähetin\b.{{1,40}}puhelim.{{0,20}}"
    rf"|wysłan[eoya]\b.{{0,30}} (?:z|ze|przez|za)\b.{{1,40}}\b{_DEVICE}.{{0,40}}"
    rf"|odeslán[oa]\b.{{0,30}} (?:z|ze|pomocí|mého)\b.{{1,40}}\b{_DEVICE}.{{0,40}}"
    rf"|odoslané (?:z|zo)\b.{{1,40}}\b{_DEVICE}.{{0,40}}"
    rf"|(?:отправлено (?:с|из|от|через)|надіслано з)\b.{{1,40}}\b{_DEVICE}.{{0,40}}"
    r"|(?:iphone|ipad|android|スマートフォン|私の\w{1,20})\s?から送信.{0,20}"
    r"|(?:发自|發自|从|從|来自|來自)\s?.{0,24}(?:iphone|ipad|手机|手機|android|qq|outlook|傳送|发送|發送|邮箱).{0,20}"
    r"|(?:나의|내)\s?.{0,20}에서 (?:보냄|전송).{0,10}"
    r"|via mobile|sent mobile|trimis (?:de pe|din|cu)\b.{1,50}"
    r"|(?:.{1,40} )?(?:telefonumdan|iphone['’]?umdan|ipad['’]?imden).{0,30}"
    r")[)\]}>*_\s]{0,6}$"
)
PHONE_THING = re.compile(rf"\b{_DEVICE}\b|\d")

# Whoever says these writes in person: a notice never does.
FIRST_PERSON = word_set(
    "i|i'm|i’m|me|my|ich|mir|mich|mein|meine|je|j'ai|moi|mon|yo|mi|io|eu|jag|mig|jeg|meg|ik|mij|mijn|я"
)

# A closing phrase alone on its line (or with a name after a comma). The dot and comma at its end are dropped.
SIGN_OFFS = word_set(
    "regards|best|best regards|kind regards|kindest regards|warm regards|warmest regards|many thanks|thanks"
    "|thanks and regards|thanks & regards|thank you|thank you and regards|with regards|with kind regards|cheers"
    "|sincerely"
    "|yours sincerely|sincerely yours|yours faithfully|yours truly|yours|best wishes|with best wishes|all the best"
    "|br|rgds"
    "|kr|take care|talk soon|speak soon|respectfully|cordially|warmly|many thanks and regards"
    "|best regards from berlin"
    "|mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß"
    "|freundliche grüße|freundliche grüsse"
    "|viele grüße|viele grüsse|beste grüße|beste grüsse|herzliche grüße"
    "|herzliche grüsse|liebe grüße|liebe grüsse"
    "|mfg|vg"
    "|lg|bg|gruß|grüße|schöne grüße|mit besten grüßen|mit besten grüssen"
    "|mit lieben grüßen|besten dank|vielen dank"
    "|danke"
    "|hochachtungsvoll|mit herzlichen grüßen|mit vielen grüßen|herzlichst"
    "|cordialement|bien cordialement|très cordialement|bien à vous"
    "|sincères salutations|salutations|amicalement"
    "|meilleures salutations|bien amicalement|merci|merci d'avance|belle journée|bonne journée|cdlt|cdt"
    "|respectueusement"
    "|saludos|un saludo|saludos cordiales|un cordial saludo|cordialmente|atentamente|atte|muchas gracias|gracias"
    "|abrazos"
    "|un abrazo|reciba un cordial saludo|quedo atenta|quedo atento"
    "|atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos"
    "|abraço|abraços|obrigado"
    "|obrigada|att"
    "|cordiali saluti|distinti saluti|saluti|un saluto|cari saluti|grazie|un caro saluto|a presto|buona giornata"
    "|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groeten|groet|mvg"
    "|hartelijke groet|hartelijke groeten|bedankt|dank je wel|alvast bedankt"
    "|med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|hälsningar|mvh"
    "|bästa hälsningar|tack"
    "|med venlig hilsen|venlig hilsen|de bedste hilsner|bedste hilsner|mange hilsner"
    "|hilsen|kh|vh|tak|på forhånd tak"
    "|med vennlig hilsen|vennlig hilsen|beste hilsen|hilsener|takk|på forhånd takk"
    "|ystävällisin terveisin|terveisin|t|yt|parhain terveisin|kiitos|kiitos etukäteen|terveisiä"
    "|með kveðju|bestu kveðjur|kær kveðja|kveðja|takk fyrir"
    "|pozdrawiam|z poważaniem|z pozdrowieniami|serdecznie pozdrawiam|pozdrowienia"
    "|dziękuję|łączę pozdrowienia"
    "|s pozdravem|s přátelským pozdravem|děkuji|zdravím|s úctou|s pozdravom|ďakujem"
    "|lep pozdrav|lp|srdačan pozdrav"
    "|с уважением|с наилучшими пожеланиями|спасибо|заранее спасибо|с уважение|з повагою"
    "|üdvözlettel|tisztelettel|köszönettel|üdv|köszönöm|saygılarımla|iyi çalışmalar"
    "|teşekkürler|cu stimă|mulțumesc"
    "|με εκτίμηση|ευχαριστώ"
    "|此致|敬具|よろしくお願いいたします|以上、よろしくお願いいたします|顺颂商祺|祝好|谢谢"
    "|감사합니다"
)
