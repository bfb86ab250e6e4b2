"""Words by which moments of a talk are known, in English, German and French; over lower-case text without marks.

Each pattern is a plain choice of words with bounded gaps: linear in the sentence.
"""

from __future__ import annotations

import re

from sellwright.interactions.phrases import Family, Phrases

_HARD = (
    r"(?:frustrating|exhausting|awful|hard|tough|stressful|painful|annoying|worrying|difficult|tiring|maddening|scary"
    r"|rough|horrible|terrible|anstrengend|ärgerlich|mühsam|schwer|frustrierend|belastend|nervig|bitter|schlimm|hart"
    r"|pénible|difficile|épuisant|frustrant|stressant|dur|lourd|fatigant)\b"
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|to(?:day|morrow)|next week|this afternoon|the \w{4,12}th\b"
    r"|at (?:nine|ten|eleven"
    r"|noon|two|three|four|five|\d{1,2})|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|morgen (?:um|früh"
    r"|nachmittag)"
    r"|nächste[rn]? woche|lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|la semaine prochaine)"
)
DAY = Phrases(_DAY)

# What we may show. Where a second look is needed (an answer, an overlap) measures/talk_moments takes it.
OURS: dict[str, Phrases] = {
    "agenda": Phrases(
        r"before we (?:start|begin|dive)", r"the (?:plan|agenda) (?:for|is|was)\b",
        r"(?:i'd|i would|let me) (?:suggest|propose)\b", r"at the end (?:we|you) (?:say|decide|see)",
        r"what would you like to (?:cover|talk about|get out)", r"ich würde gerne? (?:zuerst|erst)",
        r"mein vorschlag (?:wäre|ist)", r"am ende (?:entscheiden|sehen|sagen) (?:wir|sie)", r"ich schlage vor",
        r"je vous propose (?:de|qu'on|que)\b", r"à la fin on (?:voit|décide)",
    ),
    "permission": Phrases(
        r"(?:may|can|could) i ask (?:you )?(?:a|about|some)", r"mind if i ask",
        r"would it be (?:ok|okay|alright|all right) if i asked", r"darf ich (?:ihnen |sie |dir )?.{0,40}\bfrage",
        r"(?:puis-je|je peux) vous poser",
    ),
    "feeling named": Phrases(
        rf"that (?:sounds|must (?:be|have been)|seems) (?:\w{{2,12}} ){{0,2}}{_HARD}", r"sorry to hear",
        r"it sounds like you(?:'re| are) (?:caught|stuck|worried|tired|angry|under)",
        rf"das (?:klingt|hört sich|muss|ist sicher) (?:\w{{2,12}} ){{0,3}}{_HARD}", r"das tut mir leid",
        rf"(?:ça|cela) (?:doit|a dû) être (?:\w{{2,12}} ){{0,2}}{_HARD}",
        r"désolée? (?:de l'|d')(?:apprendre|entendre)",
    ),
    "limit": Phrases(
        r"(?:we|it|our \w{2,20}) (?:still |also |just )?(?:can't|cannot|don't (?:do|offer|support|cover|make"
        r"|build|sell"
        r"|serve|ship|handle)|do not (?:do|offer|support|cover|make|build|sell|serve|ship)|won't be able)\b"
        r"(?! wait| thank| tell| stress)",
        r"we have no (?!doubt|problem|idea|questions)\w",
        r"(?:not|isn't|aren't) (?:the|a) (?:right|good|best) (?:choice|fit|match)",
        r"you(?:'d| would) be better off", r"we can do .{2,40} but not\b",
        r"(?:haben|machen|bieten|führen) wir (?:\w{2,12} ){0,2}(?:nicht|keine[nr]?)\b", r"nicht die richtigen?\b",
        r"können wir (?:\w{2,12} ){0,3}(?:nicht|keine[nr]?)\b",
        r"wir können (?:\w{2,12} ){0,3}(?:nicht|keine[nr]?)\b",
        r"(?:nous|on) (?:ne |n')[\wéèêçà-]{2,20} (?:pas|que|plus|aucune?)\b", r"vous seriez mieux",
    ),
    "proof": Phrases(
        r"you can (?:ring|call|ask|check|visit|speak|talk)\b", r"(?:gladly|happy to|be glad to) (?:show|tell) you",
        r"put you in touch", r"case study", r"reference customer", r"has (?:used|had) (?:it|us) (?:for|since)",
        r"rufen sie .{0,40}\b(?:an|dort)\b", r"fragen sie (?:dort|gern|unseren kunden)", r"referenzkund",
        r"machen das seit .{2,30} mit uns", r"vous pouvez (?:appeler|demander|vérifier|visiter|contacter)\b",
        r"(?:travaille|travaillent) avec nous depuis",
    ),
    "concession": Phrases(
        r"i (?:can|could) (?:give|make|come|go|offer) .{0,24}(?:\d|percent|off\b|down|free|discount)",
        r"(?:come|go) down to\b", r"knock .{2,24} off", r"(?:throw|add) .{2,30} (?:for free|free of charge)",
        r"what if i make it",
        r"(?:i|we) (?:can|could|would|will) (?:do|offer|give).{0,24}(?:discount|for less|cheaper)",
        r"(?:kann|könnte|könnten|können) (?:ich|wir) .{0,30}(?:rabatt|nachlass|entgegenkommen|skonto)",
        r"ich könnte .{0,40}entgegenkommen",
        r"sagen wir \w{3,12} prozent", r"kostenlos dazu", r"(?:faire|accorder|offrir) .{0,20}(?:remise|rabais|geste)",
    ),
    "ask for the sale": Phrases(
        r"would you like to (?:buy|sign|order|go ahead|proceed|purchase)",
        r"(?:do you|did you) want to (?:buy|sign|order|go ahead)",
        r"(?:are you )?ready to (?:sign|buy|order|go ahead|proceed)",
        r"(?:shall|should|can) we (?:sign|go ahead|do the paperwork|close|finali)",
        r"do we have a deal", r"(?:can|shall|may) i send you the (?:contract|order|agreement)",
        r"(?:möchten|wollen) sie .{0,20}(?:bestellen|kaufen|unterschreiben|beauftragen|abschließen)",
        r"sollen wir .{0,24}(?:vertrag|abschließen|unterschreiben)",
        r"(?:schicke|sende) ich ihnen .{0,20}den vertrag",
        r"(?:souhaitez|voulez)[- ]vous (?:commander|signer|acheter)", r"on signe\b",
    ),
    "pressure": Phrases(
        r"last chance", r"prices? (?:goes|go|will go|is going) up", r"only (?:today|until tonight)",
        r"if you sign (?:today|this week|now|by)",
        r"before it's too late", r"you(?:'ll| will) regret", r"offer (?:ends|expires)", r"gilt nur\b",
        r"nur noch heute", r"letzte chance",
        r"preise steigen", r"se termine (?:ce soir|aujourd'hui|demain)", r"dernière chance", r"trop tard",
    ),
    "tied to their reason": Phrases(
        r"you (?:said|mentioned|told me) .{4,120}\b(?:that is why|that's why|which is why|so we|therefore)",
        r"sie (?:sagten|haben gesagt|haben erwähnt) .{4,120}\b(?:deshalb|darum|deswegen|also)",
        r"vous (?:avez dit|disiez|m'avez dit) .{4,120}\b(?:c'est pourquoi|c'est pour ça|donc)",
    ),
    "their future": Phrases(r"imagine\b", r"picture (?:the|this|that|it|a|your)\b", r"stellen sie sich vor",
    r"imaginez\b"),
    "why now asked": Phrases(
        r"why (?:now|is this (?:coming|up|urgent))\b", r"what made you\b", r"what's changed", r"by when\b",
        r"is there a (?:date|deadline)", r"warum (?:jetzt|gerade|gehen sie)", r"warum .{0,20}gerade jetzt",
        r"bis wann\b",
        r"was hat sie (?:zu|dazu)", r"gibt es einen termin", r"pourquoi maintenant", r"pour quand", r"échéance",
        r"qu'est-ce qui vous amène",
    ),
}  # fmt: skip
FUTURE = Phrases(  # a future of theirs: only where it takes up words of theirs
    r"(?:nobody|you|they|your \w{2,20}) (?:would|will) (?:no longer|never|simply|just)",
    r"so when .{4,80}\byou (?:show|have|walk|see)\b",
    r"(?:dann )?würden? .{3,80}",
    r"(?:müsste|bräuchte)n? .{0,30}(?:mehr|nie)",
    r"\w{2,20}ait donc\b",
    r"n'aur(?:ait|iez) plus",
    r"ne \w{3,20}ait plus",
)
PLANS = Phrases(  # the next step as ours to propose; counts with a day
    r"let's\b",
    r"let us\b",
    r"(?:i'll|i will) .{3,120}\band (?:then )?we\b",
    r"then i'll\b",
    r"you send me .{3,80}",
    r"shall i\b.{3,60}\band\b",
    r"i'll (?:call|bring|draw|come|be)\b",
    r"(?:komme|rechne|koche|zeige|bringe) ich\b",
    r"ich (?:komme|rechne|koche|bringe)\b",
    r"(?:gehen|treffen|legen|sehen|schauen|machen|reden|planen) wir\b",
    r"on (?:le|la|se) (?:regarde|voit|retrouve)\b",
    r"je viens\b",
    r"nous présentons",
)
REFLECTS = Phrases(
    r"if i (?:hear|understand|understood|get|got|have got) (?:you|that|this|it)",
    r"what i(?:'m| am) hearing",
    r"(?:it )?sounds like\b",
    r"(?:what|so) you(?:'re| are) saying",
    r"have i got that right",
    r"did i get that right",
    r"say that back",
    r"in other words",
    r"wenn ich (?:sie|das) richtig verst",
    r"verstehe ich (?:das|sie) richtig",
    r"habe ich das richtig",
    r"das heißt\b",
    r"sie sagen also",
    r"mit anderen worten",
    r"si je (?:vous )?comprends bien",
    r"si j'ai bien compris",
    r"autrement dit",
    r"en somme\b",
    r"is that right$",
)
SO = re.compile(r"(?:right |okay |ok |gut |bon )?(?:so|also|donc)\b")
OF_OURS = re.compile(r"\b(?:our|ours|unser\w{0,2}|notre|nos|we|wir|nous|i'll|ich|je)\b")

CONFIRMS = re.compile(
    r"(?:yes |yeah |ja |oui |right |richtig |und |and )?(?:(?:ganz )?genau|exactly|precisely"
    r"|that's (?:exactly )?(?:it|right)|spot on"
    r"|you have$|stimmt|so ist es|exakt|richtig|exactement|c'est (?:exactement )?(?:ça|cela)|tout à fait|voilà"
    r"|absolument)\b|.{0,20}genau so ist es"
)
YES = re.compile(
    r"(?:yes|yeah|yep|sure|of course|please do|go ahead|sounds good|fine|that's fine|okay|ok|agreed|ja|gern|gerne"
    r"|nur zu|natürlich|klar"
    r"|einverstanden|super|passt|in ordnung|oui|bien sûr|d'accord|allez-y|volontiers|très bien|parfait)\b"
    r"|.{2,30}\b(?:is fine|is good|works|passt|parfait)$"
)
THANKS_FOR_IT = re.compile(
    r".{0,30}\b(?:good to (?:know|hear)|appreciate|thanks for (?:telling|being)|fair enough|makes sense"
    r"|gut zu wissen|danke für die (?:offenheit|ehrlichkeit)"
    r"|merci de votre (?:franchise|honnêteté)|bon à savoir|c'est noté|i'd like to see that|i might do that"
    r"|das mache ich gern|je le ferai)\b"
)
WOULD = re.compile(
    r"\b(?:would|could|i'd|we'd|wäre|könnten?|würden?|ce serait|serait|pourrai[st]|pourrions|[\wéè]{3,20}eraient)\b"
)
NO = re.compile(
    r"(?:no|nope|nein|non|not (?:yet|now|today)|hold on|wait|moment mal)\b|.{0,40}\b(?:don't like being rushed"
    r"|bit quick|too (?:quick|fast)|not ready"
    r"|so weit sind wir noch nicht|zu schnell|dann eben nicht|tant pis|pas (?:encore|maintenant|tout de suite)"
    r"|nous n'avons pas encore|i didn't say"
    r"|haben noch gar nicht|noch gar nicht)\b"
)
THEIRS: dict[str, Phrases] = {
    "asks for the next step": Phrases(
        r"what (?:do|are|would) (?:we|the|you|our|your) .{0,30}(?:next\b|need to do|need from us)",
        r"next steps?\b", r"how do we (?:get|start|proceed|go on|begin)\b",
        r"where do (?:we|i) sign", r"wie geht es (?:\w{2,10} ){0,2}weiter",
        r"was (?:brauchen sie|müssen wir|ist der nächste)", r"quelle est la (?:prochaine|suite)",
        r"comment on (?:procède|fait|commence)", r"on commence quand",
    ),
    "cost of waiting": Phrases(
        r"if (?:we|nothing|it|this) (?:don't|doesn't|do not|changes|stays|goes on|keeps?)\b.{0,80}\b(?:lose|cost"
        r"|pay|fail|miss)",
        r"wenn (?:es|sich|wir|das) .{0,50}\b(?:verlieren|kostet|fehlt|zahlen)",
        r"si (?:on|nous|rien|ça) .{0,60}\b(?:perdre|perd|perdons|coûte)",
        r"dann verlieren wir\b",
    ),
    "price objection": Phrases(
        r"too (?:expensive|pricey)", r"a lot of money", r"(?:over|above|beyond) (?:our|the|my) budget",
        r"can't afford", r"do it for less", r"anything cheaper",
        r"zu teuer", r"übers? budget", r"(?:geht|ist) (?:das|es) (?:auch )?günstiger", r"trop cher", r"moins cher\b",
    ),
    "rather not": Phrases(
        r"rather not (?:say|go into|talk|discuss)", r"(?:don't|do not) want to (?:say|go into)",
        r"can't (?:say|talk about) (?:that|this)",
        r"(?:möchte|will|kann|darf) ich (?:\w{2,12} ){0,3}nicht (?:sagen|sprechen|darüber)", r"préfère ne pas",
        r"peux pas (?:en parler|vous le dire)",
    ),
}  # fmt: skip

# What a question of ours is about: their answer to it is held, whatever its words.
ASKED: dict[str, Phrases] = {
    "why now": OURS["why now asked"],
    "how they decide": Phrases(r"how (?:do|does|did|will|would) .{2,40}\b(?:decide|choose|buy)", r"decision\b",
    r"wie (?:entscheiden|fällt|läuft .{0,20}entscheidung)", r"wer entscheidet",
                            r"comment (?:allez-vous |vous )?(?:décid|choisi)", r"qui (?:prend|décide|valide)"),
    "who else cares": Phrases(r"who else\b", r"who (?:needs|has|would have) to\b", r"who needs to",
    r"any(?:body|one) else", r"wer (?:muss|redet|ist) .{0,24}(?:noch|mit|zustimmen)",
                           r"qui d'autre", r"d'autres personnes"),
    "what they tried": Phrases(r"(?:have|did) you .{0,12}(?:tried|try|looked at|done)",
    r"what have you .{0,20}(?:tried|looked|done)", r"schon .{0,20}(?:versucht|ausprobiert|unternommen|gemacht)",
                            r"bisher gemacht", r"déjà (?:essayé|testé|mis en place|fait)"),
    "what a good result is": Phrases(r"good (?:result|outcome)", r"what would (?:you want|.{2,20} look like)",
    r"success look", r"(?:gutes ergebnis|ziel|erfolg)\b", r"bon résultat", r"idéal"),
    "why it matters to them": Phrases(r"what (?:does|do|would|did) .{1,40}\b(?:cost|mean|do to)\b",
    r"what happens (?:if nothing|if you don't)", r"was (?:kostet|hängt|bedeutet|würde passieren)",
                                   r"qu'est-ce que (?:ça|cela) (?:vous coûte|entraîne|change)",
                                   r"qu'est-ce qui se passe si rien", r"si rien ne change"),
    "the problem": Phrases(r"what (?:went wrong|makes it|goes wrong|is the (?:problem|trouble))", r"what brings you",
    r"was macht es schwierig", r"wo (?:klemmt|hakt)", r"is (?:that|it) a problem",
                        r"quel est le problème"),
}  # fmt: skip
# What they say by themselves, field by field: their own words about themselves.
HELD: dict[str, Phrases] = {
    "the problem": Phrases(
        r"(?<!no )(?<!that's no )problem(?:s|e)?\b", r"struggl\w{1,3}\b", r"keeps? (?:breaking|failing|freezing)",
        r"takes (?:too|so) long", r"nobody (?:sees|checks|knows|is around)",
        r"we (?:overpaid|scrap|lose|lost)\b", r"(?:freezes|flakes|leaks?)\b", r"too slow\b", r"end up short",
        r"find out (?:on|too|when)", r"went bankrupt", r"bricht .{0,12}zusammen",
        r"umsonst\b", r"stimmt nichts", r"schwierig\w{0,5}", r"zu langsam", r"beschweren sich",
        r"schleichen sich|fehler einschleichen", r"(?:une|vraie|des) difficultés?", r"nous perdons\b",
        r"je me trompe", r"panique", r"se déchirent", r"il manque\b",
    ),
    "why it matters to them": Phrases(
        r"costs? (?:us|me|about|each)\b", r"matters\b",
        r"(?:would|will|we'd|we'll) (?:pull|lose|go bust|have to close)", r"hurts\b", r"a day and\b.{0,20}",
        r"complain\b",
        r"kostet (?:uns|mich)\b", r"fehlt uns\b", r"viel geld\b", r"verlieren wir\b", r"risiko für uns",
        r"nous coûte", r"(?:nous avons|on a) perdu\b", r"(?:on va|nous allons) perdre",
        r"perdent (?:une|des|deux)",
    ),
    "why now": Phrases(
        r"audits? us\b", r"deadline\b", r"run(?:s)? out\b",
        r"(?:by|until|before) (?:the end of|january|february|march|april|may|june|july|august|september|october"
        r"|november|december)\b.{0,60}",
        r"must (?:leave|run|be) .{0,20}by\b", r"frist\b", r"bis (?:spätestens|ende)\b", r"geht .{2,20} in rente",
        r"reprend .{2,20} en \w{3,10}", r"avant (?:la fin|l'hiver|l'été|fin)\b", r"échéance\b",
    ),
    "what they tried": Phrases(
        r"we(?:'ve| have)? (?:tried|evaluated|tested|looked at)\b", r"we (?:mostly |currently |now )?use\b",
        r"we do yes a local", r"went back to\b", r"ausprobiert\b", r"wir (?:nutzen|verwenden)\b",
        r"haben wir .{0,20}(?:versucht|getestet)",
        r"wir haben .{0,40}(?:versucht|getestet|eingeworfen|gesprochen)",
        r"(?:on|nous) (?:a|avons) (?:essayé|testé)\b", r"sur excel\b",
    ),
    "how they decide": Phrases(
        r"(?:signs?|sign myself|approve|approves) (?:anything|the|everything|it)\b", r"goes to the board",
        r"three (?:quotes|offers)", r"(?:we|i|they) (?:decide|both have to agree)\b", r"purchasing (?:only )?looks",
        r"procurement\b", r"(?:unterschreibe|entscheide) ich\b", r"stadtrat\b", r"entscheiden (?:dann |wir )",
        r"stimmen .{0,20}ab\b", r"on décide\b", r"service achats|directrice des achats",
    ),
    "who else cares": Phrases(
        r"my (?:husband|wife|brother|sister|boss|director|operations director|partner|colleague)\b",
        r"(?:our|the) (?:works council|it security|quality manager|union|treasurer|owner)\b",
        r"(?:meine?n?|mein) (?:mann|frau|chefin|chef|bruder|schwester|kolleg\w{1,4})\b", r"steuerberater\b",
        r"betriebsrat\b", r"elternbeirat\b", r"pflegedienstleitung\b",
        r"mon (?:associée?|fils|chef|mari|collègue)\b", r"notre (?:comptable|direction|directeur)\b",
    ),
    "what a good result is": Phrases(
        r"ideally\b", r"our goal\b", r"we (?:want|hope) (?:nobody|to|the|it)\b", r"im idealfall\b",
        r"idealerweise\b", r"unser ziel\b", r"idéalement\b", r"notre objectif\b", r"nous voulons\b",
    ),
}  # fmt: skip
DOES_NOT_KNOW = re.compile(
    r"(?:um |well |hm )?(?:i don't know|ich weiß (?:es )?nicht|je ne sais pas|no idea"
    r"|keine ahnung)\b"
)
DENIED = re.compile(
    r"\b(?:didn't say|costs? us|kostet uns|nous coûte|not about the|nicht gesagt|keine frage des|pas dit)\b"
)
IF = re.compile(r"\b(?:if you|let you|falls sie|si vous)\b")
ALL = Family((DAY, FUTURE, PLANS, REFLECTS, *OURS.values(), *THEIRS.values(), *ASKED.values(), *HELD.values()))
