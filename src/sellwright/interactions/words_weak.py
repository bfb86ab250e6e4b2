"""Words by which a letter's weak sentences are known, in English, German and French, and what to do instead.

Each pattern is a plain choice of words without nested repeats: linear in the sentence.
"""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


# behaviour to practise -> (words that show it is missing, why, what to do instead)
WEAK: dict[str, tuple[re.Pattern[str], str, str]] = {
    "a reason to write": (
        _any(
            r"just (?:checking|following|circling|reaching|touching)|checking in\b|touch(?:ing)? base"
            r"|circling back|bumping this|following up on my|any (?:update|news|thoughts|feedback)\b"
            r"|did you (?:see|get) my|wollte (?:nur |mal |kurz ){1,3}(?:nachfragen|nachhaken|hören)"
            r"|(?:nur|kurz) nachfragen|gibt es (?:schon )?(?:neuigkeiten|etwas neues|news)|wie ist der stand"
            r"|je reviens vers vous|me permets de vous relancer|me permets de revenir|avez-vous des nouvelles"
            r"|des nouvelles de"
        ),
        "It says only that you want something.",
        "Say what is new for this reader, or do not write.",
    ),
    "asking plainly": (
        _any(
            r"i was (?:just )?wondering"
            r"|if you (?:might|could possibly|get a chance|have a (?:chance|moment|minute|second)|have time)"
            r"|no rush|sorry to (?:bother|disturb)|would it (?:maybe |perhaps )?be possible|hate to bother"
            r"|falls sie (?:mal |einmal )?zeit|keine umstände|entschuldigen sie die störung|vielleicht könnten"
            r"|wäre es (?:eventuell |vielleicht )?möglich|würde mich freuen,? wenn sie eventuell"
            r"|désolée? de vous déranger|si vous avez (?:un moment|le temps|une minute)"
            r"|serait-il (?:éventuellement )?possible"
        ),
        "The ask hides behind an apology.",
        "Ask one thing plainly, and name a day.",
    ),
    "proposing the next step": (
        _any(
            r"would you like to (?:go ahead|proceed|buy|order|sign)|are you (?:ready|still interested|interested)"
            r"|do you want to (?:go ahead|buy|order|sign)|let me know if you(?:'re| are) interested"
            r"|haben sie (?:noch )?interesse|möchten sie (?:bestellen|kaufen|beauftragen|zusagen)"
            r"|(?:êtes-vous|seriez-vous) (?:toujours )?intéressée?|souhaitez-vous (?:commander|acheter|signer)"
        ),
        "It asks for permission instead of naming the next step.",
        "Name the next step they earned: who does what, by when.",
    ),
    "urgency in their words": (
        _any(
            r"last chance|only today|act now|don't miss|final (?:offer|reminder|call)|offer (?:ends|expires)"
            r"|limited (?:time|offer)|nur (?:noch )?heute|letzte chance|nicht verpassen|angebot endet"
            r"|nur für kurze zeit|dernière chance|offre limitée|ne manquez pas|plus que quelques"
        ),
        "It presses.",
        "Say what waiting costs, in their words, or leave it out.",
    ),
    "holding the price": (
        _any(
            r""
            r"(?:can|could|happy to|willing to) (?:offer|give|do) (?:you )?(?:a |another )?"
            r"(?:\d{1,2} ?% )?(?:discount|off)"
            r"|knock off|come down on (?:the )?price|nachlass (?:geben|gewähren|anbieten)"
            r"|rabatt (?:geben|gewähren|anbieten|entgegen)|entgegenkommen beim preis"
            r"|(?:faire|offrir|accorder) une remise"
        ),
        "It gives something away.",
        "Give only against something they give, or not at all.",
    ),
    "them before us": (
        _any(
            r"we are (?:the|a|one of the) (?:\w{1,20} ){0,2}(?:leading|leader|largest|best|top)"
            r"|leading (?:provider|supplier|company)"
            r"|(?:ein |der |die )?führender? (?:anbieter|hersteller|unternehmen)|marktführer"
            r"|leader (?:du marché|européen|mondial)|world[- ]class|best[- ]in[- ]class"
        ),
        "It is about us.",
        "Begin with them: their words, their date, their trouble.",
    ),
}
OPENS_WITH_US = re.compile(
    r"(?:we (?:are|offer|provide|build|make|help|deliver|speciali[sz]e)|our (?:company|firm|team|product|platform"
    r"|solution|services)|wir (?:sind|bieten|helfen|bauen|liefern|entwickeln)|unser(?:e firma| unternehmen| produkt)"
    r"|nous (?:sommes|proposons|aidons|offrons|fabriquons)|notre (?:entreprise|société|produit|solution))\b",
    re.IGNORECASE,
)
SHORT = ("short sentences", "It has {words} words.", "Say it in two sentences.")
FOR_ONE = ("words for one reader", "{readers} other readers got it too.", "Write it anew, for this reader alone.")
