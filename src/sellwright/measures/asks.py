"""What a letter asks of its reader: questions and requests that wait for an answer (docs/measures/asks.md).

English sentences are weighed by a small linear model over words, pairs of words and a few marks of form; its weights
are in asks_model.json and are made by tools/train_asks.py. German, French and other sentences are judged by rules.
Sentences that ask out of courtesy ("How are you?", "Any questions, call me") are left out: nobody waits for an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp, log, sqrt
from typing import Literal

from sellwright.interactions.values import Ask

_READ = 600  # characters of a sentence that are looked at
_MOST = 1000  # sentences of a letter that are looked at: beyond that it is a book, or meant to hold us up
_SHOWN = 300  # characters of a sentence that are kept as the words of the ask
_LINK = re.compile(r"\$link|(?:https?://|www\.)\S{1,400}|[^\s@]{1,64}@[^\s@]{1,255}")
_PLAIN = str.maketrans({**dict.fromkeys("123456789", "0"), **dict.fromkeys('.;()[]{}<>"*-_/|=+&%#~`\\', " ")})

_VERBS = """send give tell call let check review look read see take make get find help show write add remove update
    confirm advise provide forward share discuss explain consider note keep put set schedule arrange meet join visit
    contact reply respond answer ask email mail fax phone ring sign submit complete fill print attach include use try
    go come bring talk speak think decide choose pick select open log register follow ensure verify change fix correct
    resolve handle prepare draft copy pass return hold wait stop start begin continue plan book reserve order buy pay
    approve agree accept reject comment suggest recommend propose identify determine describe clarify specify list
    state indicate inform notify remind distribute circulate coordinate work run test create build edit proofread
    revise finalize finish attend present participate support assist act move transfer deliver ship pull drop leave
    enter type turn save delete cancel remember apply connect invite refer proceed execute compare investigate"""
_VERB = frozenset(_VERBS.split())
_OPENING = """can could would will do does did is are was were have has should shall may might am"""
_OPENERS = frozenset(_OPENING.split())
_ASKERS = frozenset(("what", "when", "where", "who", "whom", "which", "why", "how"))
_SKIP = frozenset(("and", "also", "but", "so", "then", "ok", "okay", "hi", "hello", "dear", "again", "finally", "just"))
_ADDRESSED = frozenset(("?", "please", "you", "your", "let", "can", "could", "would"))


_LENGTHS = tuple(f"length {fives}" for fives in range(7))  # in fives of words


def words(sentence: str) -> list[str]:
    """The words the model reads: lower case, digits all made 0, links and addresses as xlink, and the marks ? ! : ,"""
    text = sentence[:_READ].lower().replace("’", "'")
    if "@" in text or "://" in text or "www." in text or "$link" in text:
        text = _LINK.sub(" xlink ", text)
    text = text.translate(_PLAIN).replace(",", " , ").replace("?", " ? ").replace("!", " ! ").replace(":", " : ")
    return text.split()


def marks(tokens: list[str]) -> Iterator[str]:
    """The marks of form of a sentence: how it opens, whether it asks, whom it speaks to, how long it is."""
    have = set(tokens)
    yield _LENGTHS[min(6, len(tokens) // 5)]
    opening = next((token for token in tokens if token not in _SKIP), "")
    if "," in tokens[1:3] and tokens.index(",") + 1 < len(tokens) and opening not in _VERB:
        opening = tokens[tokens.index(",") + 1]  # "Anna, send me ..."
    if opening in _VERB:
        yield "opens with a verb"
    elif opening in _OPENERS:
        yield "opens with an auxiliary"
    elif opening in _ASKERS:
        yield "opens with a question word"
    if "?" in have:
        yield "asks"
        if "you" in have:
            yield "asks you"
        if "i" in have or "we" in have:
            yield "asks for us"
        if tokens[-1] == "?":
            yield "ends asking"
    elif opening in _ASKERS or opening in _OPENERS:
        yield "opens asking, no mark"
    if "xlink" in have or "click" in have or "unsubscribe" in have:
        yield "link"
    if have.isdisjoint(_ADDRESSED):
        yield "addresses nobody"


Model = tuple[float, dict[str, float], dict[tuple[str, str], float], dict[str, float]]


@cache
def _model() -> Model:
    """Bias at the share of asks in use, and the weights of words, pairs and marks, from asks_model.json."""
    card = json.loads(files(__package__).joinpath("asks_model.json").read_text(encoding="utf-8"))
    rate, prior = card["train_rate"], card["prior"]
    single: dict[str, float] = {}
    pairs: dict[tuple[str, str], float] = {}
    form: dict[str, float] = {}
    for name, weight in card["weights"].items():
        if name[0] == "#":
            form[name[1:]] = weight
        elif " " in name:
            first, _, second = name.partition(" ")
            pairs[first, second] = weight
        else:
            single[name] = weight
    return card["bias"] + log(prior / (1 - prior)) - log(rate / (1 - rate)), single, pairs, form


def _english(sentence: str) -> float:
    tokens = words(sentence)
    if not tokens:
        return 0.0
    bias, single, pairs, form = _model()
    total = sum(map(single.get, tokens, repeat(0.0)))
    total += sum(map(pairs.get, zip(["", *tokens], [*tokens, ""], strict=True), repeat(0.0)))
    count = 2 * len(tokens) + 1
    for mark in marks(tokens):
        total += form.get(mark, 0.0)
        count += 1
    return 1.0 / (1.0 + exp(-bias - total / sqrt(count)))


# Requests by form, over lower-case text. A question mark is looked at apart.
_CALLED = r"^\W{0,3}(?:\w{1,20}, )?"  # the start of the sentence, with room for a name: "Anna, "
_REQUEST_DE = re.compile(
    r"\bbitte\b|\bbitten (?:wir|sie|dich|euch|um)\b|\bum (?:eine )?(?:kurze )?(?:rück|nach)(?:meldung|richt)\b"
    rf"|{_CALLED}(?:könnten|könntest|können|kannst|würden|würdest|dürfte|darf) (?:sie|du|ihr|ich|wir)\b"
    rf"|{_CALLED}(?:schicken|senden|geben|teilen|sagen|melden|lassen|nennen|prüfen|rufen|leiten|beantworten|bestätigen"
    r"|unterschreiben|informieren|erklären|schreiben|mailen|reichen|kommen|machen|halten) sie\b"
    rf"|{_CALLED}(?:schick|sende|gib|sag|melde|lass|ruf|schreib|prüf) (?:mir|uns|dich|mich|doch|kurz)\b"
    r"|\b(?:ich|wir) (?:bräuchten?|(?:brauchen?|benötigen?) (?:von ihnen|noch)|hätten? gerne?|wüssten? gerne?)\b"
    r"|\b(?:wäre ich|wären wir|ich wäre|wir wären) (?:ihnen )?(?:sehr )?dankbar\b"
)
_REQUEST_FR = re.compile(
    r"\bmerci (?:beaucoup )?(?:de |d')(?:bien )?(?:vouloir |me |nous |m'|la |le |les |l')?\w{1,20}(?:er|ir|re)\b"
    r"|\b(?:pourr(?:iez|ais)|pouvez|peux|auriez)-(?:vous|tu)\b|\bveuillez\b|\bpri(?:ère de|e de|ons de)\b|\bsvp\b"
    r"|\bstp\b|\bs'il (?:vous|te) pla[iî]t\b|\bserait-il possible\b|\b\w{2,20}(?:ez|s|e)-(?:moi|nous)\b|\bsaurais gré\b"
    r"|\bvous serai[st]? (?:très )?reconnaissant|\b(?:ai|avons|aurais|aurions) (?:encore )?besoin (?:de|d'|que vous)"
    r"|\b(?:aimerais|souhaiterais|voudrais|aimerions|souhaiterions|voudrions) (?:savoir|recevoir|connaître|obtenir)\b"
)
_REQUEST_EN = re.compile(
    r"\b(?:please|pls|kindly|let (?:me|us) know|(?:can|could|would|will) you|(?:i|we) (?:need|want|would like) you)\b"
)
_REQUESTS = {"en": (_REQUEST_EN,), "de": (_REQUEST_DE,), "fr": (_REQUEST_FR,)}
_ALL_REQUESTS = (_REQUEST_EN, _REQUEST_DE, _REQUEST_FR)

# Courtesy, notices and closings: they have the form of an ask, and nobody waits for an answer. Each pattern is tried
# only when its word stands in the sentence.
_COURTESY = tuple(
    (trigger, re.compile(pattern))
    for trigger, pattern in (
        (
            "how ",
            r"(?:^|, )\W{0,3}(?:and |so )?how(?:'s| are| is| was| have| has) (?:you"
            r"|your (?:day|week|weekend|summer|holidays?)|things|everything|life|it going)\b.{0,40}$|\bhow do you do\W",
        ),
        ("what", r"^what'?s up\W"),
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
            "know",
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
            "please",
            r"\bplease (?:find|see) (?:the |my |our )?(?:attached|enclosed|below)\b"
            r"|\b(?:attached|enclosed) please find\b|\bplease (?:don'?t|do not) (?:reply|respond|hesitate|print)\b"
            r"|\bplease (?:note|be (?:advised|aware|assured|informed)|accept (?:my|our)|excuse|forgive|disregard)\b"
            r"|\bplease (?:ignore|bear with|consider the environment|add .{0,60}\b(?:address book|contacts|safe))\b",
        ),
        ("unsubscribe", r"unsubscribe"),
        ("click ", r"\bclick (?:here|below|on|the)\b"),
        ("bitte", r"\bbitte (?:beachten|entschuldigen|verzeihen|finden)\b|\bbitte (?:antworten sie )?nicht auf\b"),
        ("newsletter", r"newsletter"),
        ("veuillez", r"\bveuillez (?:trouver|agréer|recevoir|croire|noter|accepter|ne pas)\b"),
        ("prie", r"\bprie (?:d'|de )(?:agréer|croire|recevoir|trouver)"),
        ("merci", r"\bmerci de (?:votre|ta|ne pas|la confiance)\b"),
        ("forward to", r"\blook(?:ing)? forward to\b[^?]{0,80}$"),
    )
)


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence asks only by form: a greeting, an offer of help, a notice, the foot of a newsletter."""
    text = sentence[:_READ].lower().replace("’", "'")
    return any(trigger in text and pattern.search(text) is not None for trigger, pattern in _COURTESY)


_BY_FORM = 0.85  # a German or French ask by its form; set by hand, see docs/measures/asks.md
_ASIDE = 0.3  # a question mark inside the sentence: a link, a title, an aside
_PLAIN_WORDS = 0.05
_ASKED = 0.5  # an English sentence of three words or more that ends in a question mark, whatever the model says
# What follows "Any questions?": no ask of its own.
_SO_CALL = re.compile(
    r"\W{0,3}(?:then |please |just |bitte |dann )?(?:call|ask|drop|e-?mail|ring|contact|let|give|write|rufen|melden"
    r"|schreiben|appelez|contactez|écrivez)\b",
    re.IGNORECASE,
)


def _judge(sentence: str, language: str) -> float:
    """Probability that a sentence asks, before courtesy is looked at."""
    if language == "en":
        return _english(sentence)
    text = sentence[:_READ].lower().replace("’", "'")
    if not language:
        by_form = any(pattern.search(text) is not None for pattern in (_REQUEST_DE, _REQUEST_FR))
        return max(_BY_FORM if by_form else 0.0, _english(sentence))
    if "?" in text[-4:] or any(pattern.search(text) is not None for pattern in _REQUESTS.get(language, ())):
        return _BY_FORM
    return _ASIDE if "?" in text else _PLAIN_WORDS


def probability(sentence: str) -> float:
    """Probability, 0..1, that a sentence asks or proposes something, at a share of asks of 30 %. The language is not
    known here; courtesy is not taken out (`find` does)."""
    return _judge(sentence, "")


def find(parts: list[tuple[int, int, str]], language: str, threshold: float) -> tuple[Ask, ...]:
    """The asks of a letter that wait for an answer, in order. `parts` are its sentences (sentences.split), `language`
    two letters or '', `threshold` the probability from which a sentence counts (settings: ask_threshold). The mail is
    taken to be written by a person, so a sentence of three words that ends in a question mark counts, too."""
    found: list[Ask] = []
    courteous = False
    for start, end, sentence in parts[:_MOST]:
        if len(sentence) < 4 or (" " not in sentence and sentence[-1] != "?"):
            continue  # "Tom", "Danke!"
        chance = _judge(sentence, language)
        if chance < threshold and sentence[-1] == "?" and sentence.count(" ") >= 2:
            chance = _ASKED
        before, courteous = courteous, False
        if chance >= threshold:
            courteous = is_courtesy(sentence) or (before and _SO_CALL.match(sentence) is not None)
            if not courteous:
                found.append(Ask(sentence[:_SHOWN], start, end, _form(sentence, language), round(chance, 3)))
        elif sentence[-1] == "?":
            courteous = is_courtesy(sentence)
    return tuple(found)


def _form(sentence: str, language: str) -> Literal["question", "request"]:
    """A request asks for a deed ("Could you send ..."), a question for words."""
    text = sentence[:_READ].lower()
    if any(pattern.search(text) is not None for pattern in _REQUESTS.get(language, _ALL_REQUESTS)):
        return "request"
    return "question" if "?" in text else "request"
