"""How English, German and French ask, and how they ask out of courtesy alone: the words that measures/asks.py looks
for, over lower-case text with straight apostrophes."""

from __future__ import annotations

import re

from sellwright.interactions.lowered import Rule, rule

# Requests by form. A question mark is looked at apart.
_CALLED = r"^\W{0,3}(?:\w{1,20}, )?"  # the start of the sentence, with room for a name: "Anna, "
_DE = (
    rule("bitte", r"\bbitte\b|\bbitten (?:wir|sie|dich|euch|um)\b"),
    rule("um ", r"\bum (?:eine )?(?:kurze )?(?:rück|nach)(?:meldung|richt)\b"),
    rule(
        "könn;kann;würd;dürf;darf",
        rf"{_CALLED}(?:könnten|könntest|können|kannst|würden|würdest|dürfte|darf) (?:sie|du|ihr|ich|wir)\b",
    ),
    rule(
        "n sie",
        rf"{_CALLED}(?:schicken|senden|geben|teilen|sagen|melden|lassen|nennen|prüfen|rufen|leiten|beantworten"
        r"|bestätigen|unterschreiben|informieren|erklären|schreiben|mailen|reichen|kommen|machen|halten) sie\b",
    ),
    rule(
        " mir; uns; dich; mich; doch; kurz",
        rf"{_CALLED}(?:schick|sende|gib|sag|melde|lass|ruf|schreib|prüf) (?:mir|uns|dich|mich|doch|kurz)\b",
    ),
    rule(
        "brauch;bräuch;benötig;hätte;wüsste",
        r"\b(?:ich|wir) (?:bräuchten?|(?:brauchen?|benötigen?) (?:von ihnen|noch)|hätten? gerne?|wüssten? gerne?)\b",
    ),
    rule("dankbar", r"\b(?:wäre ich|wären wir|ich wäre|wir wären) (?:ihnen )?(?:sehr )?dankbar\b"),
)
_FR = (
    rule(
        "merci",
        r"\bmerci (?:beaucoup )?(?:de |d')(?:bien )?(?:vouloir |me |nous |m'|la |le |les |l')?\w{1,20}(?:er|ir|re)\b",
    ),
    rule("-vous;-tu", r"\b(?:pourr(?:iez|ais)|pouvez|peux|auriez)-(?:vous|tu)\b"),
    rule(
        "veuillez;pri;svp;stp;s'il ;serait-il",
        r"\bveuillez\b|\bpri(?:ère de|e de|ons de)\b|\bsvp\b|\bstp\b|\bs'il (?:vous|te) pla[iî]t\b"
        r"|\bserait-il possible\b",
    ),
    rule("-moi;-nous", r"\b\w{2,20}(?:ez|s|e)-(?:moi|nous)\b"),
    rule("gré;reconnaissant", r"\bsaurais gré\b|\bvous serai[st]? (?:très )?reconnaissant"),
    rule("besoin", r"\b(?:ai|avons|aurais|aurions) (?:encore )?besoin (?:de|d'|que vous)"),
    rule(
        "savoir;recevoir;connaître;obtenir",
        r"\b(?:aimerais|souhaiterais|voudrais|aimerions|souhaiterions|voudrions) "
        r"(?:savoir|recevoir|connaître|obtenir)\b",
    ),
)
_EN = (
    rule(
        "please;pls;kindly;let me know;let us know;can you;could you;would you;will you;need you;want you;like you",
        r"\b(?:please|pls|kindly|let (?:me|us) know|(?:can|could|would|will) you|(?:i|we) (?:need|want|would like)"
        r" you)\b",
    ),
)
REQUESTS: dict[str, tuple[Rule, ...]] = {"en": _EN, "de": _DE, "fr": _FR}
REQUESTS_NOT_ENGLISH = (*_DE, *_FR)
ANY_REQUEST = (*_EN, *_DE, *_FR)

# Courtesy, notices and closings: they have the form of an ask, and nobody waits for an answer.
COURTESY = tuple(
    rule(trigger, pattern)
    for trigger, pattern in (
        (
            "how are ;how is ;how's ;how was ;how have ;how has ;how do you do",
            r"(?:^|, )\W{0,3}(?:and |so )?how(?:'s| are| is| was| have| has) (?:you"
            r"|your (?:day|week|weekend|summer|holidays?)|things|everything|life|it going)\b.{0,40}$|\bhow do you do\W",
        ),
        ("what's up;whats up", r"^what'?s up\W"),
        (
            "question",
            r"^\W{0,3}(?:any |more |further |des |une |autres? )?questions? ?\?"
            r"|\b(?:any|more|further) questions?,? (?:please |just )?(?:let|call|ask|give|drop)\b",
        ),
        (
            "frage",
            r"^\W{0,3}(?:noch )?fragen ?\?|\b(?:wenn|falls|sollten) (?:sie|du|ihr)\b.{0,30}\bfragen\b"
            r"|\b(?:bei|für) (?:weiteren? )?(?:rück)?fragen\b",
        ),
        (
            "who knows;know if ;know should ",
            r"^who knows\W|\blet (?:me|us) know (?:if|should) (?:you (?:have|need) (?:any|further|more|anything"
            r"|something)|there(?:'s| is)? anything|(?:i|we) (?:can|may)\b|that(?:'s| is) (?:ok|okay|fine)\b)",
        ),
        ("why not", r"^why not ?\?$"),
        ("wie geht", r"^\W{0,3}wie geht"),
        ("alles gut", r"^\W{0,3}alles gut\b"),
        ("allez-vous", r"\bcomment allez-vous\b"),
        ("ça va", r"^\W{0,3}(?:comment )?ça va\W"),
        ("feel free", r"feel free"),
        ("hesita", r"\b(?:don'?t|not|never) hesita"),
        ("hésite", r"n'hésite"),
        ("zöger", r"\bzögern sie nicht\b"),
        (
            " any",
            r"\b(?:if|should) (?:you|there)(?:'re| are)? (?:have|be|need|require|want|any) (?:any )?"
            r"(?:(?:further|more|other|additional) )?(?:\w{1,20} )?(?:questions?|queries|concerns?|problems?|issues?"
            r"|information|help|assistance|details|comments?|thing)\b|\bif (?:you need|there is) anything\b",
        ),
        (
            "questions",
            r"\b(?:if|should) you have (?:further|more|other|additional) questions\b"
            r"|\bsi vous avez (?:des|d'autres) questions\b|^\W{0,3}for (?:any )?(?:further )?questions\b",
        ),
        ("toute ", r"\bpour toute (?:question|information)\b"),
        (
            "please find;please see;please do;please note;please be;please acc;please exc;please for;please dis"
            ";please ign;please con;please add",
            r"\bplease (?:find|see) (?:the |my |our )?(?:attached|enclosed|below)\b"
            r"|\b(?:attached|enclosed) please find\b|\bplease (?:don'?t|do not) (?:reply|respond|hesitate|print)\b"
            r"|\bplease (?:note|be (?:advised|aware|assured|informed)|accept (?:my|our)|excuse|forgive|disregard)\b"
            r"|\bplease (?:ignore|bear with|consider the environment|add .{0,60}\b(?:address book|contacts|safe))\b",
        ),
        ("unsubscribe", r"unsubscribe"),
        ("click ", r"\bclick (?:here|below|on|the)\b"),
        (
            "bitte beachten;bitte entschuldigen;bitte verzeihen;bitte finden;nicht auf",
            r"\bbitte (?:beachten|entschuldigen|verzeihen|finden)\b|\bbitte (?:antworten sie )?nicht auf\b",
        ),
        ("newsletter", r"newsletter"),
        ("veuillez", r"\bveuillez (?:trouver|agréer|recevoir|croire|noter|accepter|ne pas)\b"),
        ("prie", r"\bprie (?:d'|de )(?:agréer|croire|recevoir|trouver)"),
        ("merci", r"\bmerci de (?:votre|ta|ne pas|la confiance)\b"),
        ("forward to", r"\blook(?:ing)? forward to\b[^?]{0,80}$"),
    )
)

# What follows "Any questions?": no ask of its own. Over the sentence as written.
SO_CALL = re.compile(
    r"\W{0,3}(?:then |please |just |bitte |dann )?(?:call|ask|drop|e-?mail|ring|contact|let|give|write|rufen|melden"
    r"|schreiben|appelez|contactez|écrivez)\b",
    re.IGNORECASE,
)
