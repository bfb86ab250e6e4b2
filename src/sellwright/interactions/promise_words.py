"""How English, German and French promise: the words that measures/promises.py looks for, over lower-case text.

`deed`: says a deed the reader can later see was done. `maybe`: has the form of a promise, but the verb is not known;
counts when a day is named. `dated`: only a promise when a day is named. `never`: takes it back (a condition on the
reader, a hedge, the past, a courtesy). `words` and `hint`: a sentence is looked at when one of `words` is a word of it
and one of `hint` stands in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sellwright.interactions.lowered import Rule, rule


@dataclass(frozen=True, slots=True)
class Tongue:
    """The rules of one language, as they are tried."""

    words: frozenset[str]  # one of these must be a word of the sentence; empty: any sentence is looked at
    hint: tuple[str, ...]
    deed: tuple[Rule, ...]
    maybe: tuple[Rule, ...]
    dated: tuple[Rule, ...]
    never: tuple[Rule, ...]


def _one_of(words: str) -> str:
    return "(?:" + "|".join(sorted(set(words.split()), key=len, reverse=True)) + ")"


def _phrases(lines: str) -> str:
    """One pattern of many: alternatives are parted by " ; " or a line break."""
    return "|".join(part.strip() for line in lines.strip().splitlines() for part in line.split(" ; "))


# --- English ---
_VERBS_EN = """send resend forward share give call ring phone email e-mail mail write reply answer respond confirm
    return
    revert provide deliver ship supply post courier dispatch bring prepare draft finish complete finalise
    finalize update correct fix repair replace swap install test review check double-check verify
    investigate ask tell inform introduce connect arrange schedule book reserve organise organize order
    place pay settle transfer refund credit waive extend sign approve decide escalate discuss change
    cancel remove add put set upload attach circulate draw visit follow chase report honour honor cover
    compile collect present quote issue invoice create build submit translate lend match copy
    notify contact advise speak talk align lower reduce shorten amend recirculate ping chase move raise drop
    read integrate knock dig migrate
    train deploy publish grant offset renew print scan mark amend adjust sort clarify push loop nominate
    assign hold refer relay"""
_PHRASES_EN = _phrases(
    r"""
    get (?!used|there\b|through|along|better|worse|lucky|ready) ; come (?:back|by|over|up with|along with)
    go (?:through|over|back to) ; look (?:into|at|for|up|over)
    let (?:you (?!go|get|down|off)|him|her|them|your) ; run (?!out|late|into|for|low|a little)
    (?:start|begin) (?!with|by|from|to|my|the (?:year|day|week)|\w{2,15}ing\b) ; draw (?:up|you)
    make (?:sure|the|an?|it|that|this|arrangements)
    take (?:care|it up|this up|that up|over|it forward) ; see (?:to it|that|what i can|about)
    find (?:out|a|an|the|someone|somebody) ; pass (?:your|this|that|it|them|on your|the)
    pick (?:this|it|that|you|them) up ; do (?:that|this|it|so|the|my best to) ; work (?:on|out|with)
    reach out ; circle back ; write\b ; fill (?:in|out) ; pull (?:together|the|up) ; figure out
    cut (?:you|the) ; throw in ; have a (?:word|chat|talk|look)
    have (?:[\w' -]{1,40} )?(?:ready|over to|at your|on your desk|with you|for you|sent|couriered|delivered)
    have (?:[\w' -]{1,40} )?(?:shipped|done|fixed|reviewed|signed|checked|look at|get back|(?:send|call|contact) you)
    be (?:sending|calling|shipping|writing|visiting|preparing|delivering|back to you|back with) ; sort
    hand over ; wire\b ; handle ; deal with
    """
)
_ADVERB_EN = (
    r"(?:(?:also|then|gladly|happily|definitely|certainly|personally|now|just|of course|still|immediately|both) )?"
)
_WILL = r"(?:'ll| will| shall|'m going to| am going to|'re going to| are going to) "
_PEOPLE_EN = _one_of(
    """colleague colleagues team technician technicians installers engineer engineers assistant buyer buyers
    lawyer lawyers accountant finance service support
    sales boss manager director head integrator partner legal procurement purchasing accounting accounts department rep
    specialist expert controller installer people cfo ceo cto logistics warehouse admin"""
)
_GATE_EN = """will shall going let promise commit undertake guarantee pledge i'm am we're are coming visiting calling
    sending delivering installing consider expect count rely word i'll we'll you'll then"""
ENGLISH = Tongue(
    words=frozenset(_GATE_EN.split()),
    hint=("'ll ", "will ", " shall ", "going to ", "let me ", "promise", "commit ", "i'm ", "i am ",
          "we're ", "we are ", "are coming", "is coming", "am ", "consider it", "expect m",
          "count on", "undertake", "guarantee", "my word"),
    deed=(
        rule("'ll ;will ;shall ;going to ",
             rf"\b(?:i|we){_WILL}{_ADVERB_EN}(?:{_one_of(_VERBS_EN)}\b|{_PHRASES_EN})"),
        rule("will ", rf"\b(?:my|our"
        rf"|the) (?:[\w-]{{1,20}} ){{0,2}}{_PEOPLE_EN} (?:[\w-]{{1,20}} ){{0,2}}will (?:{_one_of(_VERBS_EN)}\b"
        rf"|get |come |run |be at your)"
        r"|\bfrom our (?:[\w-]{1,20} ){0,2}team will (?!be\b|not\b)|^(?:sure|ok|okay|great|thanks|yes"
        r"|right)\b[\w ]{0,20}, will \w"
        rf"|^\W{{0,3}}will {_ADVERB_EN}(?:{_one_of(_VERBS_EN)}\b|let you|get back|revert)"),
        rule(" and will; and shall; and then",
             rf"\b(?:i|we)(?:'m| am|'re| are|'ve| have)\b.{{2,80}} and (?:will|shall|then) {_ADVERB_EN}"
        rf"(?:{_one_of(_VERBS_EN)}\b|pass (?:it|them|this|that) on|get to it|{_PHRASES_EN})"),
        rule("will do;consider it done;on it",
             r"^\W{0,3}(?:ok,? |sure,? |yes,? |thanks,? )?(?:will do|consider it done|i'm on it|on it)\b(?! for)"),
        rule("let me ", r"\blet me (?:check|find out|ask|see|look|talk|speak|get back|come back|confirm|dig"
        r"|verify)\b.{0,80}\b(?:back to you"
        r"|let you know|i'll|i will|tell you)\b|\blet me (?:get|come) back to you\b"),
        rule("promise;commit;undertake;guarantee;pledge",
             r"\b(?:i|we) (?:hereby )?(?:promise|commit|undertake|guarantee|pledge) (?:to|that|you)\b"),
        rule("from me;from us;expect ;count on;rely on;my word",
             r"\byou(?:'ll| will) (?:have|get|receive|hear)\b.{0,80}\bfrom (?:me|us)\b|\bexpect (?:my|our|a"
        r"|an) (?:call|mail|e-?mail|answer)\b"
        r"|\byou can (?:count|rely) on (?:me|us)\b|\byou have my word\b"),
    ),
    maybe=(rule("'ll ;will ;shall ;going to ",
         rf"\b(?:i|we){_WILL}{_ADVERB_EN}(?!not|be |have |see |need|never|try|miss|love|think|keep"
    rf"|say|admit|leave|stop"
                     r"|always|probably|likely|hopefully|remember|know|understand|want|like|continue|only"
                     r"|remain|stay|take part|attend|join|wait|consider|run out|run low)\w{3,}"),),
    dated=(
        rule("you'll ;you will ", r"\byou(?:'ll| will) (?:have|get|receive)\b"),
        rule("'ll be ;will be ", r"\b(?:i|we)(?:'ll| will) be (?:in touch|at your"
        r"|with you|over|on site|back in touch)\b|\b(?:team|technician|engineer|colleague)s? will be (?:at|on|with)\b"),
        rule("ing", r"\b(?:i|we)(?:'m| am|'re| are) (?:\w{1,12}ly )?(?:sending"
        r"|calling|delivering|shipping|bringing"
        r"|visiting|posting|signing|placing|installing|coming by|coming over|meeting with|preparing|finishing"
        r"|transferring|paying)\b"
        r"|^\W{0,3}am (?:sending|calling"
        r"|delivering|shipping)\b"
        rf"|\b(?:my|our) (?:[\w-]{{1,20}} ){{0,2}}{_PEOPLE_EN} (?:is|are) (?:coming|visiting|calling|sending"
        rf"|delivering|installing)\b"),
    ),
    never=(
        rule("?", r"\?\W{0,5}$"),
        rule(" not; never;n't;cannot",
              r"\bwill(?: \w{1,10})? (?:not|never)\b|\bwon't\b|\bcan(?:'?t|not) promise\b|\bnever said\b"),
        rule("if ", r"(?<!know )(?<!see )(?<!check )(?<!ask )(?<!asked )(?<!tell you )(?<!tell )(?<!out )(?<!even )"
              r"(?<!verify )(?<!test )(?<!as )\bif\b"),
        rule("provided;assuming;supposing;in case;in the event;subject to;as long as;depending on", ""),
        rule("should ", r"^\W{0,3}should \w"),
        rule("once ;when ;as soon as ;after ;until ",
              r"\b(?:once|when|as soon as|after|until) (?:(?:you|your)\b"
              r"|(?:i|we) (?:get|have|receive|hear)\b.{0,40}\b(?:from you|your)\b)"
              r"|^(?!.{0,200}\b(?:ping|let|tell|inform|notify|update) ).{0,300}\b(?:once|when|as soon as|after|until)"
              r" (?:everything|the (?:contract|order|po|agreement|payment|deposit|board|budget|trial|test))\b"),
        rule("and i;and we;then i;then we",
              r"^\W{0,3}(?:please |just |simply )?(?:send|tell|let me know|say|share|sign|reply|call"
              r"|drop|pick|choose|name|order|fill|click|buy|supply"
              r"|provide|anyone|register|confirm|give (?:me|us) (?:a|the|your))\b"
              r".{0,120}\b(?:and|then) (?:i|we)(?:'ll| will| shall)\b"),
        rule("hope;hoping;might;wish;doubt;sure;would;could;should;want;i'd ;we'd ;trying;plan;intend;aim",
              r"\b(?:hope|might|wish|doubt|not sure|unsure|would|could|should|want|i'd|we'd|hoping|trying"
              r"|plan(?:ning)?"
              r"|intend|aim) (?:\w{1,12} ){0,3}(?:i|we|to \w)"),
        rule("any question;any other question;privacy;you and i ;maybe;perhaps;probably;hopefully;possibly", ""),
        rule('";“;»', r"[\"“»].{0,200}\b(?:i|we)(?:'ll| will| shall)\b"),
        rule("each ;frequently;usually;sometimes;normally;eventually",
              r"\beach (?:day|week|month|quarter|year|time)\b"
              r"|\b(?:frequently|usually|sometimes|normally|eventually)\b"),
        rule("know how;know what;way i;way we;give ;before i;before we;when i;when we",
              r"\bknow (?:how|what) (?:i|we)\b|\bthe way (?:i|we)\b"
              r"|\bgive (?:it|them|that|this) (?:a|another|that|some)\b"
              r"|\b(?:before|when) (?:i|we) (?:commit|promise)\b|\bwhen (?:i'm|i am|we're|we are) going to\b"),
        rule("newsletter;automatically;always;great to hear", ""),
        rule("think;guess;believe;expect;suppose;assume;seem;looks like;feel;bet;suspect;reckon",
              r"\b(?:think|guess|believe|expect|suppose|assume|seems?|looks like|feel|bet|suspect|reckon)"
              r" (?:that |as if |like )?(?:i|we)\b"),
        rule("said;told;mentioned;wrote;promised;thought;say",
              r"\b(?:he|she|they|you|who) (?:said|told|mentioned|wrote"
              r"|promised|thought|says?)\b.{0,80}(?:'ll|will)\b"),
        rule("say that;says that;consider;have to ;ask again",
              r"\bsays? that\b|\bwill (?:consider|have to)\b|\bask again\b"),
        rule("going to;letting;every ;rather;prefer", r"\b(?:was|were) going to\b|\bi(?:'m| am) going to be\b"
              r"|\bthank(?:s| you) for letting\b|\bevery (?:\w{1,12} )?(?:day|week|month|monday|year)\b"
              r"|\b(?:i|we)(?:'d| would) (?:rather|prefer)\b"),
        rule("honest;frank;happy;glad;pleased;delighted;raise a glass;put it ;tell you;give you ;add that"
             ";do my best;do our best;pass on this;pass this;read about;read with;get to know;first",
             r"\b(?:i|we)(?:'ll| will) (?:(?:be )?(?:honest|frank|happy|glad|pleased|delighted)"
              r"|raise a glass|put it (?:bluntly|simply|plainly)|tell you what|give you (?:that|credit)|add that"
              r"|do (?:my|our) best|pass (?:on this|this time)|read (?:about|with)|get to know"
              r"|put .{1,40} first|tell you,)\b"),
    ),
)  # fmt: skip

# --- German ---
_VERBS_DE = """kläre prüfe kümmere korrigiere übernehme verschiebe ändere storniere reserviere veranlasse erledige
    organisiere besorge tausche ersetze erstelle kalkuliere bestelle zahle bezahle überweise unterschreibe
    unterzeichne vereinbare entscheide verlängere installiere erstatte teste recherchiere verspreche
    übersende beantworte vermittle hake"""
_ICH_DE, _WIR_DE = _one_of(_VERBS_DE), _one_of(re.sub(r"e(?=\s|$)", "en", _VERBS_DE))
# These are promises when they give the reader something ("ich schicke Ihnen ...").
_GIVE_DE = """schicke sende liefere schreibe antworte nenne bringe maile berichte sage gebe stelle leite teile
    reiche lege
    spreche zeige bestätige trage rechne hole bereite sichere suche mache lasse"""
_ICH_GIVE_DE, _WIR_GIVE_DE = _one_of(_GIVE_DE), _one_of(re.sub(r"e(?=\s|$)", "en", _GIVE_DE))
_ADVERB_DE = r"(?:(?:auch|dann|gleich|gern|gerne|natürlich|selbstverständlich|sofort|umgehend|das|es) )?"
_GIVEN_DE = (
    rf"\b(?:ich {_ADVERB_DE}{_ICH_GIVE_DE}|wir {_ADVERB_DE}{_WIR_GIVE_DE}"
    rf"|{_ICH_GIVE_DE} ich|(?<!sie ){_WIR_GIVE_DE} wir)\b"
)
# These with the little word that ends their clause ("ich gebe das an die Technik weiter").
_SPLIT_DE = _phrases(
    r"""
    nehmen? .{1,100}\b(?:auf|mit) ; richten? .{1,100}\bein ; stimmen? .{1,100}\bab ; fragen? .{1,100}\bnach
    tragen? .{1,100}\b(?:nach|ein) ; reichen? .{1,100}\bnach ; teilen? .{1,100}\bmit ; leiten? .{1,100}\bweiter
    geben? .{1,100}\b(?:weiter|bescheid|rückmeldung|antwort|durch|frei|in auftrag) ; rufen? .{1,100}\b(?:an|zurück)
    setzen? .{1,100}\b(?:um|in verbindung)
    bereiten? .{1,100}\bvor ; sichern? .{1,100}\bzu ; legen? .{1,100}\b(?:vor|an|bei)
    schauen? .{1,100}\ban ; passen? .{1,100}\ban ; stellen? .{1,100}\b(?:zusammen|ein|bereit|um)
    bringen? .{1,100}\b(?:mit|zusammen|vorbei|in kontakt) ; holen? .{1,100}\b(?:ein|ab) ; rechnen? .{1,100}\baus
    buchen? .{1,100}\bum ; halten? .{1,100}\b(?:fest|frei|auf dem laufenden)
    laden? .{1,100}\bhoch ; tauschen? .{1,100}\baus
    """
)
_ENDS_DE = r"(?=\W{0,3}$|[,;]| und | damit | dass | sobald | wie | ob )"
_PEOPLE_DE = _one_of(
    """kollege kollegin kollegen team techniker technikerin assistent assistentin einkauf einkäufer einkäuferin
    buchhaltung vertrieb
    service support chef chefin geschäftsführer leiter leiterin ingenieur monteur rechtsabteilung finanzabteilung"""
)
_GATE_DE = """ich wir sie du dir mir uns ihnen euch mein meine meinem meinen meiner unser unsere unserem unseren unserer
    wird mach mache machen macht gemacht geht gehen"""
GERMAN = Tongue(
    words=frozenset(_GATE_DE.split()),
    hint=("ich", "wir", "sie ", "du ", "dir ", "von mir", "von uns", "ihnen ", "mein", "unser", "wird ", " mach",
          "geht klar"),
    deed=(
        rule("werde", r"\b(?:ich werde|wir werden|werde ich|werden wir)\b"
        r"(?!.{0,60}\b(?:sehen|sein|können|müssen|haben|dürfen"
        r"|wollen|versuchen|vermissen|brauchen)\W{0,5}$)"
        r".{2,160}(?:en|eln|ern)\b"),
        rule("ich;wir",
             rf"\b(?:ich|wir) {_ADVERB_DE}(?:{_ICH_DE}|{_WIR_DE})\b|\b{_ICH_DE} ich\b|(?<!sie )\b{_WIR_DE} wir\b"
        ),
        rule("informiere;benachrichtige;kontaktiere",
             r"\b(?:informiere|benachrichtige|kontaktiere) (?:ich )?(?:sie|dich|euch)\b"),
        rule("ihnen;euch;dir",
             rf"{_GIVEN_DE}.{{0,160}}\b(?:ihnen|euch|dir)\b|\b(?:ihnen|euch|dir)\b.{{0,100}}{_GIVEN_DE}"),
        rule("ich ;wir ",
             rf"(?:\b(?:ich|wir) {_ADVERB_DE}|(?<!sie )\b(?=\w{{3,8}} (?:ich|wir) ))(?:{_SPLIT_DE}){_ENDS_DE}"),
        rule("sprech;lasse ;frage ", r"\b(?:spreche"
        r"|sprechen) (?:mit|das)\b"
        r"|\blasse (?:ich )?.{1,100}\b(?:zukommen|anpassen|prüfen|ändern|erstellen|machen|zusenden|wissen)\b"
        r"|\b(?:ich )?frage (?:ich )?(?:morgen|heute|bei|unseren?|meinen?|den|die|im)\b|\bbesprechen? (?:ich "
        r"|wir )?das\b"),
        rule("herr ;frau ", r"\b(?:herr|frau) \w{2,20} (?:ruft (?:sie|dich)|meldet sich|wird (?:sich|sie|ihnen))\b"
        r"|\bunsere? (?:herr|frau) \w{2,20} (?:wird|kommt|schickt|sendet|ruft|meldet|setzt sich)\b"),
        rule(" zu", r"\b(?:geht|gehen) (?:ihnen|dir|euch)\b.{0,60}\bzu\b"),
        rule("und ", r"\bund (?:\w{1,12} ){0,3}(?:gebe|sende|schicke|sage|antworte|informiere|berichten?|verteile"
        r"|melde mich|melden uns|rufe|leite) "),
        rule("melde",
             r"\b(?:melde mich|melden uns|melde ich mich|melden wir uns)\b(?= (?:mit|wieder|sobald|nach|spätestens"
        r"|umgehend|unaufgefordert|dann wieder))"),
        rule("komme", r"\b(?:ich komme|wir kommen|komme ich|kommen wir|und komme|und kommen"
        r"|kommen dann)\b.{0,60}\b(?:auf sie zu|auf dich zu|zurück"
        r"|vorbei)\b"),
        rule("mach;erledigt;geht klar",
             r"\b(?:ich mache|mache ich|wir machen|machen wir) (?:das|es|ihnen|dir)?\b|\bdas mache ich\b"
        r"|\bwird (?:gemacht|erledigt)\b|\bgeht klar\b"),
        rule("lege", r"\b(?:ich lege|lege ich|wir legen|legen wir)\b.{0,80}\b(?:vor|bei)\b"),
        rule("wird ;kommt;schickt;sendet;ruft;meldet;tauscht;setzt",
             rf"\b(?:meine?|unsere?|der|die) (?:\w{{1,20}} )?{_PEOPLE_DE}\b.{{0,40}}\b(?:wird (?:sich|sie|ihnen|dir"
        rf"|dich)|kommt|schickt|sendet|ruft|meldet|tauscht|setzt sich)\b"),
        rule("von mir;von uns",
             r"\b(?:sie|du) (?:bekommen|erhalten|hören|bekommst|erhältst|hörst)\b.{0,80}\bvon (?:mir|uns)\b"
        r"|\b(?:bekommen|erhalten|hören) sie\b.{0,80}\bvon (?:mir|uns)\b"),
    ),
    maybe=(),
    dated=(rule("",
        r"\b(?:melde mich|melden uns|melde ich mich|melden wir uns)\b|\b(?:sie|du) (?:erhalten|bekommen|hören"
        r"|erhältst|bekommst)\b"
        r"|\b(?:erhalten|bekommen|hören) sie\b|\bliegt ihnen\b|\bhaben sie\b.{0,80}\b(?:auf dem tisch|vorliegen"
        r"|in händen|im postfach)\b"
        r"|\b(?:habe ich|haben wir|ich habe|wir haben)\b.{0,60}\b(?:für sie|für dich|fertig)\b"
        r"|\b(?:ich bin|wir sind|bin ich|sind wir)\b.{0,30}\bbei ihnen\b"
        rf"|{_GIVEN_DE}|\b(?:kommt|kommen|folgt|folgen|geht|gehen)\b.{{0,60}}\b(?:von (?:mir|uns)|raus|an sie)\b"),),
    never=(rule(
        "",
        r"\?\W{0,5}$|\b(?:wenn|falls|sofern|vorausgesetzt)\b|\bsobald (?:sie|du|der vertrag|die bestellung"
        r"|ihre)\b|^\W{0,3}sollten? \w"
        r"|\b(?:würde|würden|könnte|könnten|möchte|möchten|wollte|wollten|hoffe|hoffen|versuche|versuchen|denke"
        r"|glaube|glauben|vermute|plane|planen"
        r"|muss|müssen|müsste|kann|können|vielleicht|eventuell|wahrscheinlich|vermutlich|hätte|hätten|dürfte"
        r"|freue|freuen|wünsche|wünschen|danke|hatten?)\b"
        r"|\b(?:nehme an,|nehmen an,|gebe zu|lade zu|gehe davon aus|gehen davon aus|mir wurde|uns wurde|wie sie"
        r"|schön, dass|danke, dass)\b"
        r"|\b(?:wegen|weil|recht|seit|grüße|grüssen?|privat|rufe (?:sie )?an, da|im namen)\b"
        r"|\b(?:anbei|hiermit|beigefügt|angehängt|beiliegend|im anhang|in der anlage|mit dieser (?:e-?mail|mail"
        r"|nachricht))\b"
        r"|\b(?:werde|werden)\b[^,]{0,60}\bnicht\b|\bleider\b.{0,60}\bnicht\b|\b(?:newsletter|immer|nur|jede[nrsm]?"
        r"|nicht für|gegen vorkasse|jede woche|automatisch|normalerweise|in der regel)\b"
        r"|^\W{0,3}(?:bitte |einfach )?\w{3,15}(?:en|n) sie\b.{0,120}\b(?:dann|und) \w{2,20} (?:ich|wir)\b"
        r"|\b(?:ich|wir) (?:habe|haben|hatte|hatten)\b.{0,120}\b(?:ge\w{3,}|be\w{4,}t)\W{0,5}$"
        r"|\b(?:sagte|sagten|meinte|schrieb|versprochen|hieß es)\b|\bstehe?n?\b.{0,60}\bverfügung\b"
        r"|\bsende(?:n)? (?:viele|liebe|beste|herzliche)\b"
    ),),
)  # fmt: skip

# --- French ---
_CLITIC_FR = r"(?:(?:vous|te|le|la|les|lui|leur|m'en|me|y|en|nous) |[mtl]'){0,4}"
_PRESENT_FR = _phrases(
    r"""
    transmets ; transmettons ; fais (?:suivre|le nécessaire|modifier|préparer|livrer|vérifier)
    faisons (?:suivre|le nécessaire) ; corrige ; corrigeons ; prépare ; préparons ; m'occupe
    m'en occupe ; relance ; relançons ; passe (?:la|une) commande ; passons (?:la )?commande ; décale
    décalons ; change (?!de) ; vérifie ; vérifions ; valide ; modifie ; modifions ; annule ; annulons ; réserve
    réservons ; prends (?:contact|en charge|note et) ; prenons (?:contact|en charge) ; m'engage
    nous engageons ; règle ; réglons ; contacte ; contactons ; regarde (?:ça|cela|ce point) avec
    vois avec ; planifie
    """
)
_TO_YOU_FR = _phrases(
    r"""
    envoie ; envoyons ; transmets ; transmettons ; fais ; faisons ; reviens ; revenons ; rappelle
    rappelons ; appelle ; appelons ; confirme ; confirmons ; prépare ; préparons ; informe ; réponds
    répondons ; dis ; transfère ; transférons ; mets (?:en|de côté) ; mettons en ; renvoie ; renvoyons ; fournis
    livre ; livrons ; adresse ; adressons ; tiens (?:informée?s?|au courant) ; donne ; donnons ; propose
    soumets ; communique ; communiquons ; rembourse ; offre ; offrons
    """
)
_PEOPLE_FR = _one_of(
    """collègue collègues équipe technicien technicienne assistant assistante acheteur acheteuse service responsable
    comptabilité directeur directrice ingénieur juriste"""
)
# Futures that are a deed by themselves; any other future must be meant for the reader ("je vous ...ai") or dated.
_FUTURE_FR = _one_of(
    """enverr transmettr rappeller appeller confirmer corriger remplacer régler règler paier payer préparer
    signer livrer
    installer tester vérifier répondr reviendr fer tiendr donner mettr rembourser réserver commander valider modifier
    annuler contacter demander informer soumettr fournir apporter déduir offrir étudier examiner regarder renverr
    occuper relancer adresser communiquer prendr passer équiper décaler tiendr changer réparer échanger"""
)
_FUTURE_FR = rf"{_FUTURE_FR}(?:ai|ons)\b"
_NOT_FUTURE_FR = (
    r"(?!(?:serai|serons|aurai|aurons|verrai|verrons|pourrai|pourrons|reverrai|reverrons|souhaiterai)\b"
    r"|devrai|essaierai|essayerai|voudrai|saurai|resterai|tâcherai|tenterai|penserai)"
)
_YOU_FR = r"(?:vous |te |t'|le vous |vous l'|vous en |vous les |vous le |vous la |vous y )"
FRENCH = Tongue(
    words=frozenset(),
    hint=("je ", "j'", "nous ", "on ", "vous ", "mon ", "ma ", "notre ", "fait", "noté"),
    deed=(
        rule("je ;nous ;et ",
             rf"\b(?:je|nous|et) {_CLITIC_FR}{_FUTURE_FR}|\b(?:je|nous|et) {_YOU_FR}{_NOT_FUTURE_FR}\w{{2,20}}(?:rai"
        rf"|rons)\b|\bje me charge d|\b(?:je|nous) (?:(?:le|la|les|m'en"
        rf"|nous en) |l')\w{{2,20}}(?:rai|rons)\b"),
        rule("vais ;allons ;on va ",
             rf"\b(?:je vais|nous allons|on va) {_CLITIC_FR}(?!essayer|tenter|être|devoir|avoir|pouvoir|bien\b"
        rf"|voir (?!avec))\w{{2,20}}(?:er|ir|re|oir)\b"),
        rule("je ;j';nous ;on ;et ",
             rf"\b(?:je|j'|nous|on) ?{_CLITIC_FR}(?:{_PRESENT_FR})\b|\b(?:je|nous|on|et) (?:vous|te|t'|le vous"
        rf"|vous l'|vous le|vous la|vous les) ?(?:{_TO_YOU_FR})\b"),
        rule("vers vous;on ;s'en;m'en;ce sera;c'est noté",
             r"\b(?:je|nous|et) (?:reviens|revenons|reviendra|reviendrons) vers vous\b|\bon revient vers vous\b"
        rf"|\bon {_YOU_FR}(?!aura\b|verra\b)\w{{2,20}}ra\b"
        r"|\bon (?:vous|te) (?:rappelle|envoie|répond|confirme|livre|tient)\b|\bon s'en (?:occupe"
        r"|charge)\b|\bje m'en charge\b|\b(?:ce sera fait|c'est noté, je)\b"),
        rule("ra;ront",
             rf"\b(?:mon|ma|mes|notre|nos|le|la) (?:\w{{1,20}} )?{_PEOPLE_FR}\b(?: [\w-]{{1,20}}){{0,4}} (?!sera\b"
        rf"|aura\b|pourra\b)\w{{2,20}}(?:ra|ront)\b"),
        rule("vous aurez ;vous recevrez ",
             r"\bvous (?:aurez|recevrez)\b.{0,80}\bde (?:ma|notre) part\b|\bvous aurez de (?:mes|nos) nouvelles\b"),
    ),
    maybe=(),
    dated=(rule("",
        r"\bvous (?:aurez|recevrez)\b|\bvous l'aurez\b|\bvous (?:parviendra|parviendront|sera envoyée?)\b"
        r"|\b(?:je|nous) (?!serai|serons|aurai|aurons|verrons|pourr|devr|saur)\w{3,20}(?:erai|irai|drai|trai"
        r"|erons|irons|drons|trons)\b"
        r"|\b(?:je passe|nous passons|je serai|nous serons) (?:chez vous|vous voir|dans vos locaux)\b"),),
    never=(rule(
        "",
        r"\?\W{0,5}$|(?:^\W{0,3}|[,;] )(?:si|s'il|s'ils) (?:vous|tu|le|la|les|tout|nécessaire|besoin|jamais|on"
        r"|nous|je|y|c'est|cela|ça|ce)\b|\bsi vous\b"
        r"|\bune fois (?:le|la|que|votre|vos)\b|\b(?:dès que|lorsque|quand|aussitôt que|après que) (?:vous"
        r"|votre|le contrat|la commande)\b|\bsous réserve\b|\bà condition\b"
        r"|\b(?:ci-joint|ci-jointe|ci-joints|ci-dessous|en pièce jointe|par la présente|par ce mail)\b"
        r"|\b(?:espère|espérons|pense que|suppose|peut-être|probablement|sans doute|aimerais|voudrais|voudrions"
        r"|souhaiterais|souhaite|voulais|ravie?|réjouis)\b"
        r"|\bne\b.{1,30}\b(?:pas|plus|jamais)\b|\bn'.{1,30}\b(?:pas|plus|jamais)\b|\b(?:toujours|chaque"
        r"|automatiquement|habituellement)\b"
        r"|\bconfirm(?:e|ons) (?:que|la réception|avoir|bien)\b|\b(?:appelle|écris|contacte"
        r"|sollicite)\b.{0,40}\b(?:parce que|car|au sujet|suite"
        r"|concernant|à propos|au nom)\b|\bà votre disposition\b|\bcomme vous le\b|\b(?:a dit|ont dit|m'a dit"
        r"|aviez|avait|promis)\b"
        r"|\bje (?:vous )?(?:demande de|remercie|prie)\b|\blettre d'information\b"
    ),),
)  # fmt: skip

TONGUES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}
