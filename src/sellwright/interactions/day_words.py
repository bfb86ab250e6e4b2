"""How English, German and French name a day: the patterns that due_dates.py reads, each with the name of its reader.

In the patterns <W> is a weekday, <M> a month, <N> a number in words, <O> an ordinal in words, <D> a day of the month,
<Y> a year. Text is lower case. Group names: w weekday, m month, d day, y year, n number, u unit, q quarter, o ordinal,
next and after (one week on), part (early, middle), work (working days), a and b (the two halves of 3/4).
"""

from __future__ import annotations


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    """Words in order, with their numbers; several for one number are joined by a slash."""
    return {word: n for n, group in enumerate(words.split(), first) for word in group.split("/")}


WEEKDAYS = {
    "en": _numbered("monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri saturday sunday", 0),
    "de": _numbered("montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag", 0),
    "fr": _numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
}
MONTHS = {
    "en": _numbered(
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept "
        "october/oct november/nov december/dec"
    ),
    "de": _numbered(
        "januar/jänner/jan februar/feb märz/maerz/mär april/apr mai juni/jun juli/jul august/aug september/sep/sept "
        "oktober/okt november/nov dezember/dez"
    ),
    "fr": _numbered(
        "janvier/janv février/fevrier/févr mars avril/avr mai juin juillet/juil août/aout septembre/sept "
        "octobre/oct novembre/nov décembre/decembre/déc"
    ),
}
NUMBERS = {
    "en": {**_numbered("a/an/one two three four five six seven eight nine ten"), "a couple of": 2, "fourteen": 14},
    "de": {**_numbered("einem/einer/eine/ein zwei drei vier fünf sechs sieben acht neun zehn"), "vierzehn": 14},
    "fr": {**_numbered("un/une deux trois quatre cinq six sept huit neuf dix"), "quinze": 14},
}
ORDINALS = {
    "en": _numbered("first second third fourth"),
    "de": _numbered("ersten zweiten dritten vierten"),
    "fr": _numbered("premier deuxième troisième quatrième"),
}

# Words right before a day that make it a deadline, words that make it the past or a mere starting point.
DEADLINE = {
    "en": r"\b(?:by|before|until|till|no later than|not later than|within|latest)(?: the| this| at the latest)? ?$",
    "de": r"\b(?:bis|spätestens|vor|innerhalb|binnen)(?: zum| zur| der| dem| den| spätestens| am)* ?$",
    "fr": r"\b(?:d'ici|avant|au plus tard|sous|pour)(?: à| la| le| au| l')* ?$",
}
OPENS = {
    "en": ("by ", "before ", "until ", "within "),
    "de": ("bis ", "vor ", "innerhalb ", "binnen ", "spätestens "),
    "fr": ("d'ici", "avant ", "sous "),
}
NOT_MEANT = {
    "en": r"\b(?:last|past|previous|after|since|(?<!as )of|our|your|from)(?: the| this)? $",
    "de": r"\b(?:letzten?|letzter|vorigen?|nach|seit|vom|von|unser|unserem|ihr|ihrem)(?: dem| der| am)? $",
    "fr": r"\b(?:après|depuis|de|du|notre|votre)(?: le| la)? $",
}

Rule = tuple[str, str]

_IN_EN = r"(?:in|within)(?: the next| about| at most)? (?:(?:\d{1,2}|<N>) ?(?:-|–|to|or) ?)?(?P<n>\d{1,3}|<N>) "
_IN_DE = (
    r"(?:in|innerhalb(?: von)?|binnen)(?: den nächsten)? (?:(?:\d{1,2}|<N>) ?(?:-|–|bis|oder) ?)?(?P<n>\d{1,3}|<N>) "
)
_IN_FR = r"(?:dans|sous|d'ici)(?: les| environ)? (?:(?:\d{1,2}|<N>) ?(?:-|–|à|ou) ?)?(?P<n>\d{1,3}|<N>) "

RULES: dict[str, tuple[Rule, ...]] = {
    "en": (
        (r"<D>(?:st|nd|rd|th)?(?: of)? (?P<m><M>)\b(?:\.?,? <Y>)?", "named day"),
        (r"(?P<m><M>)\.? (?:the )?<D>(?:st|nd|rd|th)?\b(?![:.]\d)(?:,? <Y>)?", "named day"),
        (r"next (?P<after>(?P<w><W>))", "next weekday"),
        (r"(?P<w><W>)(?:,? (?:of )?(?P<after>next week))?", "weekday"),
        (
            r"(?:(?P<part>early|beginning of|start of|mid-?|middle of) )?(?P<next>next|the coming"
            r"|the following) week",
            "week",
        ),
        (r"(?:this|during the|in the course of the|later (?:this|in the)) week", "this week"),
        (r"(?:the )?week after next", "plus 14"),
        (r"(?:the|this|coming) weekend", "weekend"),
        (r"(?:the )?day after tomorrow", "plus 2"),
        (r"tomorrow(?! ?'s)", "plus 1"),
        (r"today|tonight|this (?:afternoon|morning|evening)", "plus 0"),
        (r"(?:by )?(?:eod|cob|close of (?:business|play))", "hour"),
        (r"by (?:noon|lunchtime|midnight|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|o'clock))", "clock"),
        (r"give (?:me|us) (?P<n>\d{1,2}|<N>) (?P<work>working |business )?(?P<u>hour|day|week|month)s?", "in days"),
        (_IN_EN + r"(?P<work>working |business |work )?(?P<u>hour|day|week|month)s?", "in days"),
        (
            r"(?:end of|the end of) (?:the |this )?(?:business )?(?P<next>next )?(?P<u>day|week|month"
            r"|quarter|year)",
            "end of",
        ),
        (r"(?P<u>week|month|quarter|year)(?:'s|-| )end(?!s)", "unit end"),
        (r"(?:(?P<part>early|beginning of|start of|mid)|in|by|before|until|during|late|end of"
         r"|the end of)[- ](?:in )?(?P<m><M>)\b"
         r"(?: <Y>)?(?! \d)", "month"),
        (r"q(?P<q>[1-4])\b(?: <Y>)?", "quarter"),
        (r"(?P<o><O>) quarter(?:(?: of)? <Y>)?", "quarter"),
        (r"(?:by|on|before|until) the <D>(?:st|nd|rd|th)\b(?! of)", "day of month"),
        (r"(?:in|by|before|until|end of) (?:calendar )?week (?P<n>\d\d?)", "calendar week"),
        (r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?:/(?P<y>(?:20)?\d\d))?(?![\d/%])", "numeric"),
        (r"<D>\.(?P<mm>[01]?\d)\.(?P<y>(?:20)?\d\d)(?!\d)", "dotted"),
        (r"christmas|xmas", "feast"),
    ),
    "de": (
        (r"<D>\. ?(?P<m><M>)\b(?:\.? <Y>)?", "named day"),
        (r"(?P<after>nächste[nrs]?) (?P<w><W>)", "next weekday"),
        (r"(?P<w><W>)(?:s|(?:vor|nach)mittag|abend|früh|morgen)?(?:,? (?:der )?(?P<after>(?:nächste[nr]?"
         r"|kommende[nr]?) woche))?",
         "weekday"),
        (
            r"(?:(?P<part>anfang|zu beginn|mitte) )?(?:der )?(?P<next>nächste[rn]?|kommende[rn]?"
            r"|folgende[rn]?) woche",
            "week",
        ),
        (r"(?:diese[rn]?|im laufe der|im lauf der|noch in der) woche", "this week"),
        (r"übernächste[rn]? woche", "plus 14"),
        (r"(?:am|übers|dieses|kommende[sn]) wochenende", "weekend"),
        (r"übermorgen", "plus 2"),
        (r"(?<!guten )morgen(?!s)", "plus 1"),
        (r"heute", "plus 0"),
        (r"(?:bis )?(?:tagesende|feierabend|dienstschluss)|bis \d{1,2}(?:[:.]\d\d)? uhr", "hour"),
        (_IN_DE + r"(?P<work>werk|arbeits)?-?(?P<u>stunde|tag|woche|monat)(?:s|e?n)?", "in days"),
        (r"ende (?:de[srm] |diese[sr] )?(?P<next>(?:nächste[rsn]|kommende[rsn]) )?(?P<u>tages|woche"
         r"|monats?|quartals?|jahres)",
         "end of"),
        (r"(?P<u>wochen|monats|quartals|jahres)ende", "end of"),
        (r"(?:(?P<part>anfang|mitte)|ende|im|bis|vor)(?: des| noch im)?(?: monats)? (?P<m><M>)\b(?: <Y>)?", "month"),
        (r"q(?P<q>[1-4])\b(?: <Y>)?", "quarter"),
        (r"(?P<o><O>) quartal(?: <Y>)?", "quarter"),
        (r"(?:in|bis|ende)(?: der| spätestens)? (?:kw|kalenderwoche) ?(?P<n>\d\d?)", "calendar week"),
        (r"<D>\. ?(?P<mm>[01]?\d)\.(?: ?(?P<y>20\d\d|\d\d(?![\d.])))?(?!\d)", "dotted"),
        (r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?:/(?P<y>(?:20)?\d\d))?(?![\d/%])", "numeric"),
        (r"(?:am|bis|zum|vor dem|bis zum|bis spätestens) <D>\.(?! ?(?:\d|<M>))", "day of month"),
        (r"weihnachten|heiligabend", "feast"),
    ),
    "fr": (
        (r"<D>(?:er)? (?P<m><M>)\b(?:\.? <Y>)?", "named day"),
        (
            r"(?P<w><W>)(?: (?:matin|soir|midi|après-midi))? (?:de )?(?P<after>la semaine prochaine"
            r"|en huit)",
            "weekday",
        ),
        (r"(?P<w><W>)(?: prochain| matin| soir)?", "weekday"),
        (r"(?:(?P<part>début|milieu)(?: de)? )?(?:la )?semaine (?P<next>prochaine|suivante)", "week"),
        (r"cette semaine|courant de la semaine|dans la semaine(?! prochaine)", "this week"),
        (r"(?:ce|le) week-?end", "weekend"),
        (r"après-demain", "plus 2"),
        (r"(?<!après-)demain", "plus 1"),
        (r"aujourd'hui|ce soir|ce matin|cet après-midi|dans la journée", "plus 0"),
        (r"fin de journée|avant \d{1,2} ?h(?:\d\d)?", "hour"),
        (_IN_FR + r"(?P<u>heure|jour|semaine|mois)s?(?P<work> ouvr\w{1,5})?", "in days"),
        (r"sous huitaine", "plus 7"),
        (r"sous quinzaine", "plus 14"),
        (
            r"(?:la )?fin (?:de |du |de la |de l')?(?P<u>semaine|mois|trimestre|année"
            r"|an)(?: (?P<next>prochaine?))?",
            "end of",
        ),
        (r"(?:(?P<part>début|mi)|fin|courant|en|avant|d'ici)[- ](?:la mi-)?(?P<m><M>)\b(?: <Y>)?", "month"),
        (r"t(?P<q>[1-4])\b(?: <Y>)?", "quarter"),
        (r"(?P<o><O>) trimestre(?: <Y>)?", "quarter"),
        (r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?:/(?P<y>(?:20)?\d\d))?(?![\d/%])", "numeric"),
        (r"<D>\.(?P<mm>[01]?\d)\.(?P<y>(?:20)?\d\d)(?!\d)", "dotted"),
        (r"(?:le|au|avant le|d'ici le) <D>\b(?! ?(?:<M>|[%/.€a-z]))", "day of month"),
        (r"noël", "feast"),
    ),
}  # fmt: skip
EVERYWHERE: tuple[Rule, ...] = ((r"(?P<y>20\d\d)-(?P<mm>[01]\d)-(?P<d>[0-3]\d)(?!\d)", "dotted"),)

# A rule is tried only when one of these stands in the sentence; "0" means any digit. By the name of its reader.
GATES: dict[str, tuple[str, ...]] = {
    "named day": ("0",), "dotted": ("0",), "numeric": ("0",), "day of month": ("0",), "calendar week": ("0",),
    "weekday": ("day", "tag", "di", "woch", "mon", "tue", "wed", "thu", "fri", "sonnab"),
    "next weekday": ("next ", "nächst"), "clock": ("by noon", "by lunchtime", "by midnight", "0"),
    "this week": ("this week", "the week", "diese", "der woche", "cette semaine", "la semaine"),
    "unit end": ("'s end", "-end", " end"),
    "week": ("next week", "coming week", "following week", "woche", "semaine"),
    "weekend": ("weekend", "week-end", "week end", "wochenende"),
    "in days": ("in ", "give ", "innerhalb", "binnen", "dans ", "sous ", "d'ici"),
    "end of": ("end of", "week", "month", "quarter", "year", "ende", "fin"),
    "quarter": ("q", "quart", "trimestre", "t1", "t2", "t3", "t4"),
    "month": tuple(sorted({name[:3] for names in MONTHS.values() for name in names})),
    "hour": ("eod", "cob", "close", "bis ", "tagesende", "feierabend", "schluss", "fin ", "avant"),
    "feast": ("mas", "weihn", "heilig", "noël"),
    "plus 0": ("today", "tonight", "this", "heute", "aujourd", "ce", "dans la"),
    "plus 1": ("tomorrow", "morgen", "demain"),
    "plus 2": ("tomorrow", "morgen", "demain"), "plus 7": ("huit",), "plus 14": ("week after", "übernächste", "quinz"),
}  # fmt: skip
