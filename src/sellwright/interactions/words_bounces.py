"""Words of delivery notices: how mail servers say why, and how they say "not yet".

All phrases are lower-case and looked for as plain substrings. They were gathered by family of mail server (sendmail,
Postfix, Exim, qmail, Courier, Exchange, Notes, Gmail, Yahoo and their kin) and by the meaning of the enhanced status
codes (RFC 3463, 7372, 7504, 7505), not by single notices.
"""

from __future__ import annotations

# What it means that delivery failed. "hard": the address or its host is gone or refuses mail for good.
HARD = frozenset({"userunknown", "hostunknown", "hasmoved", "notaccept"})

# First match wins, so the narrower and the more misleading phrases stand first.
REASONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "rejected",
        (
            "sender address rejected", "sender rejected", "sender domain", "sender unknown", "sender is unknown",
            "sender user unknown", "invalid sender", "sender verify failed", "sender verification failed",
            "verify sender", "unable to verify sender", "sender does not exist", "bad sender",
            "domain of sender address", "the sender's address", "sender denied", "unknown sender", "mail from not",
            "backup mx", "not allowed to send", "not permitted to send", "not authorized to send",
            "from address", "not a member", "only subscribers", "you may not have permission to post",
            "is not allowed to post", "by senders who", "return path", "mail from command", "valid sender",
            "originator address", "envelope blocked", "sendername", "empty envelope sender", "null sender",
            "sender of this message", "recognized as a valid sender", "sender id", "from host is not",
            "bulk sender", "can't send to", "not on the recipient's allowed", "doesn't have permission",
            "after mail from", "to yourself",
        ),
    ),
    (
        "authfailure",
        (
            "dmarc", "dkim", "spf ", "spf:", "spf)", "spf-", "(spf", "sender policy framework", "unauthenticated",
            "not pass authentication", "domainkeys", "authentication checks",
        ),
    ),
    (
        "requireptr",
        (
            "ptr record", "ptr resource record", "no ptr", "reverse dns", "reverse lookup", "rdns",
            "reverse hostname", "cannot find your", "cannot find your hostname", "can't determine purported",
            "forward dns", "client host rejected: cannot", "could not resolve your", "cannot resolve your",
            "reverse mapping", "domain name in helo", "missing ptr", "fqrdns", "matching ptr", "reverse address",
            "does not have a hostname", "unresolvable",
        ),
    ),
    (
        "networkerror",
        (
            "host not found, try again", "name server reply", "temporary lookup failure", "could not find a gateway",
            "dns temporary", "temporary dns", "name server: servfail",
        ),
    ),
    ("syntaxerror", ("malformed address", "syntax error", "bad address syntax", "may not follow")),
    (
        "blocked",
        (
            "name was rejected", "helo name", "helo/ehlo", "bad helo", "bad ehlo", "in helo",
            "ehlo command rejected",
        ),
    ),
    (
        "mailboxfull",
        (
            "mailbox full", "mailbox is full", "mailboxfull", "inbox is full", "inbox full", "mail box full",
            "mailbox too full", "over quota", "overquota", "over the quota", "over disk quota", "over their quota",
            "over its quota", "quota exceeded", "quotaexceeded", "exceeded quota", "exceeded its quota",
            "exceeds quota", "quota full", "disk quota", "exceeded storage", "storage quota", "exceeded their mail",
            "exceeded its", "mailbox size limit", "mailbox limit", "mailbox quota", "mailbox has exceeded",
            "out of storage", "full mailbox", "no space left in mailbox", "not enough space", "not enough storage",
            "not enough disk space", "quota violation", "quota for", "max. quota", "account is full",
            "account is over", "user is over", "user has too many", "too much mail data", "maildir over",
            "mailfolder is full", "mailbox exceeds", "exceeded the local limit", "exceed mailbox", "quota limit",
            "mailbox would exceed", "postfach ist voll", "postfach voll", "postfach des empfängers ist voll",
            "speicherplatz", "boîte pleine", "boite pleine", "quota dépassé", "buzón lleno", "casella piena",
            "一杯のため", "容量", "переполнен", "insufficient disk space", "storage limit", "mailquotaexceeded",
            "would be over the allowed quota", "space for this user", "insufficient quota", "insufficient storage",
            "recipient storage", "no room in mailbox",
        ),
    ),
    ("mailererror", ("x-unix", "command output", "command failed", "pipe to", "mailer error", "child status")),
    (
        "hasmoved",
        (
            "has moved to", "user has moved", "recipient has moved", "has been moved", "moved permanently",
            "has been replaced by", "user moved", "mailbox has moved", "address has changed",
            "changed his address", "changed address", "new address:", "no longer uses this address",
            "ist umgezogen", "user moved;",
        ),
    ),
    (
        "notaccept",
        (
            "does not accept mail", "doesn't accept mail", "not accept mail (", "null mx", "nullmx", "null-mx",
            "nomail", "does not accept any mail", "doesn't accept any mail", "no mail accepted here",
            "never accepts mail", "domain does not accept", "domain doesn't accept", "host does not accept",
            "does not receive mail", "invalid mail exchanger", "not accepting any mail", "not accept email",
            "no longer accepts mail", "smtp service is not", "does not handle mail", "no mail is accepted",
            "is not accepting any mail", "no route found to domain", "no smtp service", "not have a valid mx",
            "mail receiving disabled", "do not accept mail", "smtp protocol returned a permanent error",
        ),
    ),
    (
        "hostunknown",
        (
            "host unknown", "unknown host", "hostname unknown", "host not found", "hostnotfound", "hostunknown",
            "domain not found", "domain name not found", "no such domain", "unknown domain", "domain unknown",
            "nxdomain", "host or domain name not found", "domain does not exist", "domain doesn't exist",
            "unrouteable mail domain", "unroutable mail domain", "unrouteable domain", "unroutable domain",
            "name or service not known", "host name lookup failure: no", "no such host", "bad destination host",
            "bad destination mailbox address: no", "destination domain is not", "illegal host/domain",
            "couldn't find any host", "couldn't find any", "domain could not be found", "address family mismatch",
            "domain isn't in my list", "domain is not in my list", "domain is not reachable",
            "domain couldn't be found", "no dns information", "dns error: domain", "find host",
            "host cannot be found", "non-existent host", "nonexistent domain", "non-existent domain",
            "recipient domain must exist", "domain must resolve", "recipient address rejected: domain",
            "bad host/domain", "invalid domain name in rcpt", "unrouteable", "invalid recipient domain",
            "misconfigured name", "server for <", "no mail exchanger", "no mx record", "mx record",
            "domain is invalid", "invalid domain", "responded with code nxdomain", "this domain is not hosted",
            "find a mail exchanger", "does not seem to exist", "not a valid domain",
        ),
    ),
    (
        "userunknown",
        (
            "inactive email address", "user unknown", "unknown user", "userunknown", "unknown local",
            "no such user", "no such mailbox", "no such recipient", "no such account", "no such address",
            "no such person", "no such local user", "no such email", "no user by that name", "no mailbox here",
            "no mailbox by that name", "no account by that name", "no such a user", "unknown recipient",
            "recipient unknown", "unknown address", "unknown account", "unknown mailbox", "unknown email",
            "address unknown", "unknown or illegal user", "unknown or invalid", "invalid recipient",
            "invalid mailbox", "invalid address", "invalid user", "invalid final delivery user", "invalid e-mail",
            "invalid email", "recipient not found", "recipnotfound", "recipientnotfound", "user not found",
            "mailbox not found", "address not found", "account not found", "not a valid recipient",
            "not a valid user", "not a valid mailbox", "not a known user", "not our customer",
            "mailbox does not exist", "mailbox doesn't exist", "user does not exist", "user doesn't exist",
            "recipient does not exist", "recipient doesn't exist", "address does not exist",
            "address doesn't exist", "account does not exist", "account doesn't exist",
            "account that you tried to reach does not", "does not exist", "doesn't exist", "not exist",
            "doesn't have a", "does not have an account", "doesn't have an account", "not listed in",
            "not listed in domino", "not found in", "not recognized", "not recognised", "no longer exists",
            "no longer available", "no longer valid", "no longer on server", "no longer with", "no longer works",
            "no longer employed", "no longer in use", "is no longer active", "mailbox unavailable",
            "undeliverable address", "addressee unknown", "addresseeunknown", "nosuchuser", "not known",
            "isn't in our list", "no valid recipient", "リストにありません", "user not known", "nonexistent",
            "non-existent", "this user doesn't", "bad destination mailbox", "bad destination email", "bad address",
            "recipient rejected", "could not be found at", "wasn't found at", "couldn't be found",
            "delivery to this address", "unable to find", "could not find", "can't find", "cannot find",
            "email address you entered", "empfänger unbekannt", "empfaenger unbekannt", "unbekannter empfänger",
            "benutzer unbekannt", "unbekannter benutzer", "existiert nicht", "nicht gefunden", "nicht bekannt",
            "destinataire invalide", "destinataire inconnu", "utilisateur inconnu", "n'existe pas", "introuvable",
            "usuario desconocido", "no existe", "destinatario sconosciuto", "utente sconosciuto", "non esiste",
            "onbekende gebruiker", "bestaat niet", "usuário desconhecido", "não existe", "okänd mottagare",
            "finns inte", "не существует", "не найден", "見つかりません", "見つから", "存在し", "不存在",
            "invalid or unknown", "not a local", "unknown in", "unknown virtual", "has been terminated",
            "mailbox is not available", "this address has been", "local user list", "address was not found",
            "recipientcannotbefound", "did not exist", "deletedrecipient", "isn't a valid",
            "recipient address rejected: access denied", "is not a valid",
        ),
    ),
    (
        "suspend",
        (
            "disabled", "suspended", "inactive", "deactivated", "frozen", "is locked", "account locked",
            "is blocked", "account expired", "mailbox expired", "not active", "been expired", "is closed",
            "archived", "not currently available", "mailbox unavailable or", "temporarily locked",
            "invalid/inactive", "not accepting mail", "not accepting messages",
        ),
    ),
    (
        "mesgtoobig",
        (
            "message size", "too large", "too big", "size limit", "maximum size", "exceeds size",
            "exceeds the size", "exceeds maximum", "mail size", "recipsizelimit", "exceeded maximum inbound",
            "exceeds the maximum", "message length exceeds",
        ),
    ),
    ("virusdetected", ("virus", "infected", "malware")),
    (
        "blocked",
        (
            "blocked", "blacklist", "black list", "blocklist", "block list", "rbl", "spamhaus", "dnsbl", "spamcop",
            "listed", "reputation", "banned", "access denied", "refused to talk", "bad helo",
            "helo command rejected", "client host", "connection refused by", "dynamic ip", "your ip", "ip address",
            "cannot connect from", "we do not accept mail from", "denied by policy",
        ),
    ),
    (
        "spamdetected",
        (
            "spam", "unsolicited", "junk", "bulk mail", "content rejected", "content filter", "phishing",
        ),
    ),
    (
        "norelaying",
        ("relaying denied", "relay access", "relay not permitted", "unable to relay", "not relay", "relaying",
         "relay denied", "no relay", "to relay", "relay prohibited", "open relay", "not a gateway",),
    ),
    (
        "speeding",
        (
            "too many", "rate limit", "throttl", "limit exceeded", "unusual rate", "too fast", "too much mail",
        ),
    ),
    ("policyviolation", ("policy", "policies", "not rfc", "rfc 5322", "rfc 2822", "not compliant", "header error")),
    (
        "filtered",
        (
            "filter", "rejected by recipient", "user reject", "refused by", "message rejected",
            "rejected your message",
        ),
    ),
    ("securityerror", ("tls", "certificate", "authentication required", "security", "encryption")),
    (
        "networkerror",
        (
            "routing loop", "mail loop", "hop count", "loops back", "too many hops", "mail for", "loop detected",
            "protocol error", "connection reset", "connection closed", "connection lost",
        ),
    ),
    (
        "expired",
        (
            "timed out", "timeout", "time out", "time-out", "connection refused", "could not connect",
            "unable to connect", "not able to establish", "wasn't able to establish", "expired", "too long",
            "giving up", "given up", "greylist", "graylist", "try again", "retry", "deferred", "temporar",
            "unreachable", "no route to host", "network is", "did not respond", "not responding", "lost connection",
            "4.4.", "attempts",
        ),
    ),
    (
        "userunknown",
        (
            "recipient address rejected.", "recipient address rejected (", "recipient address rejected$",
            "recipient not accepted$",
        ),
    ),
    ("systemfull", ("no space left", "disk full", "insufficient system", "out of disk")),
    (
        "systemerror",
        (
            "internal error", "system error", "local error", "configuration error", "can't create", "ldap",
            "server error",
        ),
    ),
)  # fmt: skip

# Who keeps lists of refused senders: their names stand in links and hosts, which the phrases above do not see.
BLOCK_LISTS = ("spamhaus", "spamcop", "barracudacentral", "sorbs.net", "uceprotect", "surbl", "abuseat")

# What an enhanced code means when the words say nothing (RFC 3463 and later registrations).
STATUS_REASONS = {
    "1.1": "userunknown", "1.2": "hostunknown", "1.3": "userunknown", "1.6": "hasmoved", "1.10": "notaccept",
    "1.0": "userunknown", "1.7": "rejected", "1.8": "rejected", "1.9": "hostunknown", "4.4": "hostunknown",
    "2.1": "suspend", "2.2": "mailboxfull", "2.3": "mesgtoobig", "3.1": "systemfull", "3.4": "mesgtoobig",
    "4.1": "expired", "4.2": "expired", "4.6": "networkerror", "4.7": "expired", "3.2": "notaccept",
}  # fmt: skip

# "We are still trying": no failure yet.
STILL_TRYING = (
    "warning message only", "warning only", "has been delayed", "was delayed", "is delayed", "been delayed",
    "will be retried", "will retry", "will continue to be attempted", "will keep trying", "will continue trying",
    "will continue to try", "continue to try", "still trying", "still be attempted", "not yet been delivered",
    "yet been delivered", "has not been delivered yet", "could not be delivered yet", "delivery delayed",
    "delivery incomplete", "no action is required on your part", "still being attempted", "is still in the queue",
    "remains in the queue", "message is delayed", "notification of delay", "temporary problem delivering",
    "will be attempted for", "attempting to deliver this message for", "you do not need to resend",
    "noch nicht zugestellt", "verzögert", "weitere zustellversuche", "erneut versucht", "pas encore",
    "retardé", "sera retenté", "aún no se ha", "se retrasa", "ha sido retrasad", "in ritardo", "vertraagd",
    "fördröjd", "forsinket", "opóźnion", "задерж", "延期", "遅延", "遅れ",
)  # fmt: skip
DELAY_SUBJECTS = (
    "(delay)", "could not send mail for past", "not send message for past", "delayed", "warning: could not send",
    "warning: message", "delivery delay", "still being retried",
    "verzöger", "delivery warning", "delay notification", "retard", "retraso", "ritardo", "vertraagd", "fördröj",
    "warning - delayed", "incomplete", "postponed", "4 hours", "four hours", "could not send message for past",
)  # fmt: skip
GIVEN_UP = (
    "permanent error", "permanent failure", "permanent fatal", "failed permanently", "given up", "giving up",
    "not going to try again", "too long", "no further delivery attempts", "will not be retried", "returned to you",
    "could not be delivered for", "message expired", "undeliverable", "cannot send message for", "aborted",
    "retry timeout exceeded", "maximum retry", "retry time not reached for any host after a long",
    "returning message", "not be delivered within", "has failed", "delivery failed", "delivery failure",
)  # fmt: skip

SUBJECTS = (
    "undeliver", "undelivrable", "delivery status notification", "delivery failure", "delivery failed",
    "delivery has failed", "mail delivery", "failure notice", "returned mail", "returned to sender",
    "returned message", "mail failure", "delivery notification", "delivery report", "delivery status",
    "failed delivery", "non-delivery", "nondeliver", "non delivery", "could not be delivered", "message delivery",
    "mail system error", "mail could not be", "message not delivered", "mail error", "unable to deliver",
    "not delivered", "bounce", "could not send message", "cannot send message", "delivery problem",
    "delivery error", "status notification", "delivery unsuccessful", "mailer-daemon", "unzustellbar",
    "nicht zugestellt", "zustellung", "non remis", "non remise", "échec de la remise", "echec de la remise",
    "échec de", "no se puede entregar", "no se ha podido entregar", "no se pudo entregar", "no entregado",
    "mensaje no", "non recapit", "mancato recapito", "mancata consegna", "onbestelbaar", "não entreg",
    "não é possível entregar", "kunde inte levereras", "gick inte att leverera", "oläsbar", "kan ikke leveres",
    "nie można dostarczy", "niedostarcz", "nedoruč", "не доставлен", "недоставлен", "невозможно доставить",
    "メールエラー", "配信不能", "配信できません", "送信できません", "退信", "无法投递", "无法送达",
    *DELAY_SUBJECTS[:5],
)  # fmt: skip

# What all the subjects above that are in plain ASCII share, to pass over most subjects quickly.
SUBJECT_STEMS = (
    "deliver", "return", "fail", "bounce", "daemon", "mail error", "mail system error", "could not", "cannot send",
    "status notification", "zustell", "zugestellt", "remis", "entregar", "entregado", "mensaje no", "recapit",
    "mancata consegna", "onbestelbaar", "entreg", "kunde inte", "gick inte", "leveres", "dostarcz", "delay",
    "warning", "still being",
)  # fmt: skip

# The first sentences of notices that carry no report a machine could read.
OPENINGS = (
    "trouble delivering", "failed addresses follow", "no valid recipients", "returned permanent error",
    "this is the qmail-send program", "created automatically by mail delivery software", "could not be delivered",
    "couldn't be delivered", "wasn't delivered", "was not delivered", "cannot be delivered", "not able to deliver",
    "unable to deliver", "wasn't able to deliver", "failed to deliver", "delivery to the following",
    "delivery of the message", "delivery has failed", "delivery failed", "did not reach the following",
    "addresses had permanent", "addresses had delivery", "addresses had transient", "had delivery errors",
    "an error has occurred while attempting to deliver", "there was an error delivering", "undeliverable mail",
    "message not delivered", "mail could not be", "transcript of session follows", "not possible to deliver",
    "automatically generated delivery status", "error occurred while trying to deliver", "invalid final delivery",
    "delivery status notification", "rejected your message", "was automatically rejected", "could not be sent",
    "this is the mail system at", "this is a delivery status notification", "problem delivering your message",
    "each of the following recipients", "has been delayed", "not yet been delivered", "group you tried to contact",
    "failure reasons", "address not found", "delivery incomplete", "message was undeliverable", "was undeliverable",
    "you are not a member of this mailing list", "invalid user address", "warning message only",
    "could not deliver", "your message was not", "konnte nicht zugestellt", "nicht zugestellt werden",
    "folgende fehler", "n'a pas pu être", "n'a pas été remis", "n'a pu être", "no se ha podido entregar",
    "no se pudo entregar", "non è stato recapitato", "non è stato possibile", "niet worden bezorgd",
    "kon niet worden", "não foi entregue", "não pôde ser entregue", "kunde inte levereras", "kunne ikke leveres",
    "nie może być dostarczon", "nie została dostarczona", "не может быть доставлено", "не доставлено",
    "送信できません", "送信に失敗", "无法投递",
)  # fmt: skip

# Where the notice ends and the returned mail begins.
DIVIDERS = (
    "below this line is a copy", "this is a copy of the message", "this is a copy of your message",
    "original message", "message headers follow", "the header of the original", "returned message -",
    "unsent message follows", "copy of the message header", "below is a copy of", "original headers",
    "message header follow", "non-delivered information", "-- the message", "message follows",
    "--- undelivered message", "header of your message", "body of your message", "ursprungsnachricht",
    "message d'origine", "---- message header",
)  # fmt: skip
