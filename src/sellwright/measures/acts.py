"""What in a letter counts as effort beyond writing it (card C24): docs/measures/acts.md.

A proposal of ours, a concession, inside figures, a referral, one of the ten commitments, a task done. Rules over
sentences and attachment names in English, German and French, made to be right rather than complete: an act missed
costs a few points, an act invented costs trust. A colleague newly in Cc ("stakeholder") is found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sellwright.interactions.lowered import Lowered, prepare
from sellwright.interactions.sentences import Part
from sellwright.interactions.values import Act, Attachment

_READ = 400  # characters of a sentence that are looked at
_MOST = 300  # sentences of a letter that are looked at
_LEAST = 12  # characters of a sentence that can say one of these
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """An act and its pattern over lower-case text, which can only be found where one of `words` is a word of the
    sentence and one of `near` stands somewhere in it."""

    act: str
    words: frozenset[str]
    near: tuple[str, ...]
    pattern: re.Pattern[str]
    side: str = ""  # "us" or "them": whose letter it is an act in; '' for either


def _rule(act: str, words: str, pattern: str, side: str = "") -> Rule:
    """A rule of words parted by spaces, then, after a colon, what must stand near, parted by semicolons."""
    first, _, near = words.partition(":")
    return Rule(act, frozenset(first.split()), tuple(near.split(";")), re.compile(pattern), side)


# Names of attached files. A proposal is ours; theirs are data, filled-in forms or orders.
_PROPOSAL_FILE = re.compile(
    r"(?:^|[\W_\d])(?:proposal|quote|quotation|offer|estimate|sow|statement[ _-]of[ _-]work|angebot|offerte"
    r"|kostenvoranschlag|devis|offre|proposition)(?:$|[\W_\d])"
)
_DATA_FILE = re.compile(
    r"(?:^|[\W_\d])(?:spec(?:s|ification|ifications)?|requirements?|rfp|rfi|rfq|forecast|volumes?"
    r"|floor[ _-]?plan|drawings?"
    r"|bom|org[ _-]?chart|budget|lastenheft|pflichtenheft|mengen(?:gerüst)?|bedarf|anforderungen|zeichnung|grundriss"
    r"|cahier[ _-]des[ _-]charges|plans?|prévisions|besoins)(?:$|[\W_\d])"
)
_DONE_FILE = re.compile(
    r"(?:^|[\W_\d])(?:signed|filled(?:[ _-]in|[ _-]out)?|completed|countersigned|executed|unterschrieben|ausgefüllt"
    r"|unterzeichnet|signée?|complétée?|remplie?)(?:$|[\W_\d])"
)

_HERE_EN = (
    r"(?:attached|enclosed|please find|here (?:is|are|'s)|here you (?:will )?find|i(?:'ve| have) attached"
    r"|i attach)"
)
_OFFER_EN = r"(?:proposal|quote|quotation|offer|statement of work|sow|estimate)"
_FORM_EN = (
    r"(?:form|questionnaire|nda|contract|agreement|checklist|template|survey|spreadsheet|paperwork"
    r"|order form|documents?)"
)
_DATA_EN = (
    r"(?:specs?|spec sheet|specifications?|requirements|volumes?|shift numbers|figures|production data"
    r"|usage data|floor plan"
    r"|drawings?|forecast|org chart|budget figures|current contract|parts list|log files?)"
)
_HERE_DE = (
    r"(?:anbei|im anhang|in der anlage|beigefügt|angehängt|hier (?:ist|sind|finden sie)"
    r"|ich habe .{0,40}angehängt)"
)
_HERE_FR = r"(?:ci-joint|ci-jointe|ci-joints|ci-jointes|en pièce jointe|veuillez trouver|voici)"

_RULES = (
    # --- proposal: we made an offer for this buyer ---
    _rule("proposal",
          "proposal quote quotation offer sow estimate work:attach;enclosed;find;here",
          rf"\b{_HERE_EN}\b(?:[^.?!]{{0,60}})\b(?:our|the|my|your|a"
        rf"|revised|updated)"
          rf" (?:[\w-]{{1,20}} ){{0,2}}{_OFFER_EN}\b", "us"),
    _rule("proposal", "proposal quote quotation offer sow estimate work:attach;enclosed", rf"\b(?:our|the|my|your"
        rf"|a) (?:[\w-]{{1,20}} ){{0,2}}{_OFFER_EN}\b[^.?!]{{0,40}}\b(?:is|are)"
          r" (?:attached|enclosed|in the attachment)\b", "us"),
    _rule("proposal",
          "angebot offerte kostenvoranschlag:angebot;offerte",
          rf"\b{_HERE_DE}\b.{{0,60}}\b(?:angebot|offerte|kostenvoranschlag)\b"
          r"|\b(?:angebot|offerte)\b.{0,40}\b(?:im anhang|in der anlage|anbei|beigefügt)\b", "us"),
    _rule("proposal",
          "joint jointe joints jointes jointe trouver voici:devis;offre;proposition",
          rf"\b{_HERE_FR}\b.{{0,60}}\b(?:devis|offre|proposition)\b"
          r"|\b(?:devis|offre|proposition)\b.{0,40}\b(?:ci-jointe?|en pièce jointe)\b", "us"),
    # --- concession: the writer gives price or terms away ---
    _rule("concession",
          "discount discounts discounted off offer offers free charge waive waived extra price prices priced"
        " rebate rebates"
        ":discount; off;free of charge;at no charge;waive;no extra;price;rebate",
          r"\b(?:i|we)(?:'ll| will| can| could|'d be able to| would be able to|'re able to| are able to"
          r"|'re willing to| are willing to|'re happy to"
          r"| are happy to|'m happy to|'re prepared to| are prepared to| have decided to"
          r"|'ve decided to)? (?:\w{1,12} )?"
          r"(?:offer|give|grant|add|include|provide|knock|take|waive|drop|lower|reduce|match|extend|throw in"
          r"|cut)\b[^.?!]{0,60}"
          r"(?:discount|rebate|\b\d{1,2} ?(?:%|percent|per cent)(?: off)?|free of charge"
          r"|at no (?:extra )?(?:charge|cost)|set-?up fee|price|\bfees?\b)"
          r"|\b(?:i|we)(?:'ll| will| can|'ve|'d)? (?:waive|waived)\b", "us"),
    _rule("concession", "term terms pay price trial:payment terms;payment term;days to pay;old price;trial;lower price"
        ";better price;special price",
          r"\b(?:i|we)(?:'ll| will| can|'re happy to| are happy to|'re willing to"
          r"| are willing to) (?:\w{1,12} )?(?:extend|accept|agree to|give you"
          r"|offer you|honou?r|keep|make you)\b[^.?!]{0,60}\b(?:payment terms?|days to pay|old price|trial"
          r"|lower price|better price|special price)\b", "us"),
    _rule("concession",
          "gewähre gewähren gebe geben räume räumen biete bieten komme kommen erlasse erlassen halte halten"
        " verlängere verlängern übernehme übernehmen"
        ":rabatt;nachlass;skonto;kostenlos;kostenfrei;entgegen;alten preis;prozent;zahlungsziel;frachtkosten",
          r"\b(?:gewähre|gewähren|gebe|geben|räume|räumen|biete|bieten|komme|kommen|erlasse|erlassen|halte"
          r"|halten|verlängere|verlängern|übernehme|übernehmen)"
          r" (?:\w{1,12} ){0,4}?(?:ihnen|dir|euch|sie|die|den)?\b[^.?!]{0,60}\b(?:rabatt|nachlass|skonto"
          r"|kostenlos|kostenfrei|entgegen|alten preis|prozent"
          r"|zahlungsziel|frachtkosten)\b", "us"),
    _rule("concession", "remise rabais gratuit gratuite gratuitement geste prix frais offert offerts"
        ":remise;rabais;gratuit;offert;geste commercial;ancien prix;frais",
          r"\b(?:accorde|accordons|accorderons|fais|faisons|ferons|offre|offrons|offrirons|consens|consentons"
          r"|maintiens|maintenons|prenons en charge|prendrons en charge)\b"
          r"[^.?!]{0,60}\b(?:remise|rabais|gratuite?ment|geste commercial|ancien prix|frais|mois offerts?)\b", "us"),
    # --- internal data: they give inside figures ---
    _rule("internal_data", "budget", r"\b(?:our|the|my) (?:[\w-]{1,20} ){0,2}budget (?:for [\w ]{1,40} )?(?:is"
        r"|would be|will be|comes to|stands at|of)\b[^.?!]{0,30}\d",
        "them"),
    _rule("internal_data",
          "we:0;1;2;3;4;5;6;7;8;9", r"\bwe (?:currently |usually |now |typically )?(?:run|make|produce|process|ship"
        r"|use|buy|sell|pay|spend|handle|employ|have|measure|test|order)\b"
          r" (?:about |around |roughly |some |approximately |up to |between )?(?:[€$£] ?)?\d[\d.,]*(?:k"
          r"|m)?\b[^.?!]{0,60}\b(?:per|a|each|every|on|in|people|staff|employees|seats|users"
          r"|machines|lines|sites|plants|labs|shifts|samples|units|tonnes|orders|calls)\b", "them"),
    _rule("internal_data", "spec specs specification specifications requirements volume volumes numbers figures data"
        " plan drawing drawings forecast chart contract list log:attach;enclosed;find;here",
          rf"\b{_HERE_EN}\b[^.?!]{{0,40}}\b(?:our|the"
        rf"|my)\b[^.?!]{{0,30}}\b{_DATA_EN}\b",
        "them"),
    _rule("internal_data", "budget etat", r"\bunser(?:e[mnr]?)? (?:\w{1,20} )?(?:budget|etat)\b[^.?!]{0,40}\d",
        "them"),
    _rule("internal_data",
          "wir:0;1;2;3;4;5;6;7;8;9", r"\bwir (?:haben|fertigen|produzieren|verarbeiten|brauchen|messen|prüfen"
        r"|versenden|beschäftigen|nutzen|zahlen|bestellen)"
          r" (?:derzeit |aktuell |etwa |rund |ca\.? |ungefähr |zurzeit )*\d[\d.]*\b[^.?!]{0,60}\b(?:pro|im|je"
          r"|mitarbeiter|stück|proben|maschinen|linien|standorte|schichten|nutzer|anwender)\b", "them"),
    _rule("internal_data", "lastenheft pflichtenheft mengen stückzahlen zeichnung zeichnungen anforderungen zahlen"
        " messwerte schichtplan schichtpläne:anbei;anhang;anlage;beigefügt", rf"\b{_HERE_DE}\b.{{0,40}}\b(?:unsere?n?"
        rf"|die)\b.{{0,30}}\b(?:lastenheft|pflichtenheft|mengen|stückzahlen|zeichnung(?:en)?"
          r"|anforderungen|zahlen|messwerte|schichtpläne?)\b", "them"),
    _rule("internal_data", "budget", r"\bnotre budget\b[^.?!]{0,40}\d", "them"),
    _rule("internal_data",
          "nous:0;1;2;3;4;5;6;7;8;9", r"\bnous (?:produisons|fabriquons|traitons|utilisons|expédions|employons|avons"
        r"|mesurons|payons|commandons)"
          r" (?:actuellement |environ |à peu près |près de )*\d[\d ]*\b[^.?!]{0,60}\b(?:par|personnes|salariés"
          r"|machines|lignes|sites|échantillons|postes|utilisateurs|pièces)\b", "them"),
    _rule("internal_data",
          "joint jointe joints jointes voici trouver:ci-joint;pièce jointe;voici;trouver",
          rf"\b{_HERE_FR}\b.{{0,40}}\b(?:notre|nos|le"
        rf"|les)\b.{{0,30}}\b(?:cahier des charges|volumes|chiffres|plans?|besoins|prévisions)\b",
        "them"),
    # --- referral: they lend us their name or lead us on ---
    _rule("referral", "talk speak contact reach touch:talk to;speak to;speak with;contact;reach out;get in touch",
        r"\b(?:please |you should |best to |you could |i'd suggest you |i suggest you )"
          r"(?:talk to|speak to|speak with|contact|reach out to|get in touch with) (?:my |our |the )?(?!me\b"
          r"|us\b|you\b|support\b)[\w-]{2,20}\b"),
    _rule("referral", "copied cc'd cc'ed copying adding looping looped added put introduce connect meet"
        ":copied;cc'd;cc;copying;adding;looping;introduc;put you in touch;connect you",
          r"\b(?:i(?:'ve| have)|i'm|i am) (?:copied|cc'd|cc'ed|copying|adding|looping in|looped in|added"
          r"|put)\b(?! you\b)(?=.{3,80}\b(?:who|she|he|our|my|head|team|manager|colleague|in cc|in copy|here"
          r"|responsible)\b)"
          r"|\b(?:let me|i'd like to|i want to|i'll|happy to|i will) (?:introduce|connect you"
          r"|put you in touch)\b|\bmeet my (?:colleague|boss|manager)\b"),
    _rule("referral", "decides handles responsible charge person:decides;handles;responsible;in charge;right person"
        ";better person",
          r"\b(?:my (?:colleague|boss|manager)|our (?:[\w-]{1,15} ){1,3}"
          r"|[a-z][\w-]{2,15} (?:[a-z][\w-]{2,15} )?(?:from|in|at) (?:our )?[\w ]{2,20})\s?(?:decides"
          r"|handles (?:this|that|these)|is (?:responsible|in charge|the (?:right|better) person))\b"),
    _rule("referral", "wenden ansprechpartner kopie cc zuständig entscheidet"
        ":wenden sie sich;ansprechpartner;in kopie;in cc;zuständig;entscheidet",
          r"\bwenden sie sich (?:bitte |am besten |dazu )*an (?!uns\b|mich\b|den support)\w|\b(?:meine?"
          r"|unsere?) \w{2,20}\b.{0,40}\b(?:entscheidet|ist (?:dafür |hierfür )?zuständig)\b"
          r"|\b(?:habe|nehme|setze)\b.{0,60}\b(?:in kopie|in cc|ins cc)\b|\b(?:ihr"
          r"|der richtige) ansprechpartner (?:ist|wäre)\b"),
    _rule("referral", "adressez contacter copie décide responsable s'occupe charge"
        ":adressez-vous;contacter;en copie;décide;responsable;s'occupe",
          r"\b(?:adressez-vous|je vous invite à contacter|vous pouvez contacter|merci de contacter"
          r"|il faut contacter) (?:à )?(?:mon|ma|notre|m\.|mme|monsieur|madame)\b"
          r"|\b(?:mon|ma|notre) \w{2,20}\b.{0,40}\b(?:décide|s'occupe de ce|est (?:en charge|responsable))\b"
          r"|\bje mets\b.{0,60}\ben copie\b"),
    # --- task done: what was asked of the writer ---
    _rule("task_done", "signed completed filled countersigned asked requested wanted needed promised agreed discussed"
        ":attach;enclosed;find;here", rf"\b{_HERE_EN}\b[^.?!]{{0,40}}\b(?:signed|completed"
        rf"|filled[ -](?:in|out)|countersigned)\b[^.?!]{{0,30}}\b{_FORM_EN}\b"
          rf"|\b{_HERE_EN}\b[^.?!]{{0,60}}\b(?:you (?:asked for|requested|wanted|needed)|as (?:requested"
          rf"|promised|agreed|discussed))\b"),
    _rule("task_done", "requested promised agreed discussed:as requested;as promised;as agreed;as discussed",
        r"^\W{0,3}as (?:requested|promised|agreed|discussed),? (?:please find|attached|here|i(?:'ve| have))\b"),
    _rule("task_done",
          "signed completed filled returned submitted placed:i've ;i have ;we've ;we have ",
          rf"\b(?:i|we)(?:'ve| have) (?:now |just )?(?:signed"
        rf"|completed|filled (?:in|out)|returned|submitted|placed)\b[^.?!]{{0,40}}\b(?:{_FORM_EN}|order|po)\b"),
    _rule("task_done", "anbei anhang anlage beigefügt angehängt hier"
        ":unterschrieben;ausgefüllt;gewünscht;unterzeichnet;wie besprochen;wie versprochen",
          rf"\b{_HERE_DE}\b.{{0,60}}\b(?:unterschriebene[nrs]?|ausgefüllte[nrs]?|unterzeichnete[nrs]?"
          rf"|gewünschte[nrs]?)\b|\b(?:wie besprochen|wie versprochen|wie gewünscht)\b.{{0,30}}\b(?:anbei"
          rf"|im anhang|hier)\b"),
    _rule("task_done",
          "joint jointe joints jointes trouver voici:signé;rempli;complété;demandé;comme convenu;comme promis",
          rf"\b{_HERE_FR}\b.{{0,60}}\b(?:signée?s?|remplie?s?|complétée?s?|demandée?s?)\b|\bcomme (?:convenu"
          rf"|promis|demandé)\b.{{0,30}}\b(?:ci-joint|voici)"),
    # --- commitment: one of the ten (card C26) ---
    # time
    _rule("commitment",
          "works suits:works for me;works for us;suits me;i accept;i'm free;confirmed;let's meet;works fine"
        ";see you on;see you at",
          r"\b(?:(?:mon|tues|wednes|thurs|fri)day|tomorrow|\d{1,2}(?::\d\d)?(?: ?(?:am|pm|o'clock))?|that"
          r"|the time|the slot)\b[^.?!]{0,30}\b(?:works (?:fine |well )?for (?:me|us)|suits (?:me"
          r"|us))\b(?!.{0,3}\?)", "them"),
    # explore, change, invest, decide, execute
    _rule("commitment", "decided agreed like we'll will approved signed cleared released happy ready go proceed"
        ":we'd like to;we would like to;we want to;we have decided;we've decided;we decided;we will;we'll;go ahead"
        ";approved;signed off;happy to proceed",
          r"\b(?:we|i)(?:'ve| have)? (?:decided|agreed) (?:to (?:go|buy|order|sign|proceed|move|switch|start"
          r"|run|extend|renew|take|work)|on (?:you|your))\b"
          r"|\b(?:we|i)(?:'d| would) like to (?:go ahead|proceed|order|place an order|start the (?:trial|pilot)"
          r"|sign|move forward)\b"
          r"|\bwe(?:'ll| will) (?:go ahead|go with you|place the order|sign (?:the|it|this|on|by|before)"
          r"|run the (?:pilot|trial)|start the (?:pilot|trial|rollout)|begin the rollout|roll (?:it|this) out"
          r"|switch (?:to|over)|test (?:the|it))\b"
          r"|\b(?:the (?:board|management|budget|order|boss)|finance|legal|management|our (?:board|cfo|ceo|boss"
          r"|director)) (?:has|have|is|was) (?:now )?(?:approved|signed off|agreed|cleared|released)\b"
          r"|\b(?:we are|we're|i am|i'm) (?:happy|ready) to (?:proceed|go ahead|sign|order)\b(?! (?:if|once"
          r"|when|provided))|\bplease (?:go ahead|proceed) with (?:the|our|this)\b", "them"),
    # collaborate, build consensus, review, resolve concerns
    _rule("commitment", "boss manager director cfo ceo cto board team colleague colleagues head purchasing procurement"
        " legal it finance management review read through"
        ":i'll ;i will ;we'll ;we will ", r"\b(?:i|we)(?:'ll| will) (?:\w{1,12}ly |also )?(?:bring"
        r"|invite|include|get|involve|ask|talk to|speak to|speak with|discuss (?:it|this"
        r"|your proposal) with)\b[^.?!]{0,40}"
          r"\b(?:my|our) (?:boss|manager|director|cfo|ceo|cto|board|team|colleagues?|head of [\w ]{2,20}"
          r"|purchasing|procurement|legal|it|finance|management)\b"
          r"|\b(?:i|we)(?:'ll| will) (?:\w{1,12}ly )?(?:review|go through|read|look through) (?:your|the|it"
          r"|this)\b", "them"),
    _rule("commitment", "entschieden freigegeben genehmigt zugestimmt beauftragen bestellen testen unterschreiben passt"
        ":entschieden;freigegeben;genehmigt;beauftrag;bestellen;passt mir;passt uns;wir nehmen;testen",
          r"\bwir haben uns (?:für (?:sie|ihr|ihre|das|die|den)|dafür) .{0,40}\bentschieden\b|\b(?:budget"
          r"|bestellung|auftrag|vorstand|geschäftsführung)\b.{0,40}\b(?:freigegeben|genehmigt|zugestimmt)\b"
          r"|\bwir (?:beauftragen sie|bestellen|testen das|unterschreiben)\b(?!.{0,40}\b(?:vielleicht|wenn"
          r"|falls)\b)|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|termin|das|uhr)\b.{0,20}\bpasst (?:mir"
          r"|uns)\b", "them"),
    _rule("commitment",
          "décidé choisi retenu validé validée approuvé approuvée accord convient passons commandons signons"
        " testerons signerons:décidé;validé;approuvé;accord;convient;commandons;retenu",
          r"\bnous avons (?:décidé de|choisi de|retenu votre)\b|\b(?:la direction|le budget|notre directeur"
          r"|le comité) (?:a été |est |a )(?:validée?|approuvée?|donné son accord)\b"
          r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|cela|ça)\b.{0,20}\b(?:me|nous) convient\b"
          r"|\bnous (?:passons commande|commandons|signons|testerons|signerons)\b", "them"),
)  # fmt: skip

_DOUBT = re.compile(
    r"\?\W{0,5}$|\b(?:if|unless|whether|would have|not sure|maybe|perhaps|might|never|cannot|can't|don't|didn't"
    r"|won't|not"
    r"|falls|wenn|vielleicht|leider|nicht|kein|keine|keinen|si|peut-être|ne|pas|aucun|aucune)\b"
)
_IN_THE_ENVELOPE = ("proposal", "task_done")


_BY_WORD: dict[str, tuple[int, ...]] = {}
for _number, _one in enumerate(_RULES):
    for _word in _one.words:
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _number)
_WORDS = frozenset(_BY_WORD)


def find(
    text: str,
    parts: list[Part],
    attachments: tuple[Attachment, ...],
    side_hint: str = "",
    *,
    lowered: Lowered | None = None,
) -> tuple[Act, ...]:
    """The acts in one letter, each name once, with the words that show it. `text` is what was newly written, `parts`
    its sentences (sentences.split). `side_hint` is "us", "them" or '' (unknown: rules of both sides apply). Without
    words that say so, an attached file counts by its name alone. `lowered`: the parts prepared, where they are."""
    found: dict[str, Act] = {}
    for name, words in (*_by_words(parts, lowered or prepare(parts), side_hint), *_by_files(attachments, side_hint)):
        if name not in found:
            found[name] = Act(name, words[:_SHOWN])  # type: ignore[arg-type]
    return tuple(found.values())


def _by_words(parts: list[Part], letter: Lowered, side: str) -> Iterator[tuple[str, str]]:
    for number, words in enumerate(letter.parted[:_MOST]):
        if _WORDS.isdisjoint(words):
            continue
        sentence = parts[number][2]
        if len(sentence) >= _LEAST:
            yield from ((act, sentence) for act in _said(letter.rows[number][:_READ], words, side))


def _said(row: str, words: list[str], side: str) -> Iterator[str]:
    """The acts a sentence shows. Doubt ("if", "not", a question) undoes all but what lies in the envelope."""
    doubt: bool | None = None
    for number in sorted({number for word in words if word in _BY_WORD for number in _BY_WORD[word]}):
        rule = _RULES[number]
        if side and rule.side not in ("", side):
            continue
        for near in rule.near:
            if near in row:
                break
        else:
            continue
        if rule.pattern.search(row) is None:
            continue
        if rule.act not in _IN_THE_ENVELOPE:
            doubt = _DOUBT.search(row) is not None if doubt is None else doubt
            if doubt:
                continue
        yield rule.act
        if rule.act == "proposal":
            return  # "here is our proposal, as agreed" is one act, not two


def _by_files(attachments: tuple[Attachment, ...], side: str) -> Iterator[tuple[str, str]]:
    for attachment in attachments:
        name = attachment.name[:200].lower()
        if attachment.content_type.startswith("image/"):
            continue
        if _DONE_FILE.search(name) is not None:
            yield "task_done", attachment.name
        elif side != "them" and _PROPOSAL_FILE.search(name) is not None:
            yield "proposal", attachment.name
        elif side != "us" and _DATA_FILE.search(name) is not None:
            yield "internal_data", attachment.name
