"""The words of a sentence that carry its matter, cut to their beginnings so that forms of one word meet."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[^\W_]{2,}")
_STEM = 5

# Words of English, German and French that say nothing about what a question is about.
_COMMON = """
    a about above after again all also always am an and another any anyone anything are aren't around as ask at away
    back be because been before being best better between both but by call can cannot can't come could day days did do
    does doesn't doing done don't down during each either else even ever every everything few fine find first for from
    full further get give given go going good got great had has have haven't having he hear hello help her here hers hi
    him his hope how however i'd i'll i'm i've if in interested into is isn't it it's its just keep keeps kept
    kind know last later
    least let like little long look looking lot made make many maybe me mean might more most much must my need never
    new next no not nothing now of off on once one only or other our ours out over own people per perhaps please
    possible put question questions quite rather really regards right said same say see send she should since so some
    somebody something soon sorry still such sure take tell than thank thanks that that's the their them then there
    these they thing things think this those though through time to today together tomorrow too try under until up us
    use used using very via want was way we we'd we'll we're we've week well were what when where whether which while
    who whole whom why will wish with within without wondering work would write wrote yes yet you you'd your you're
    yours
    aber alle allem allen aller alles als also am an auch auf aus bei bin bis bitte da dafür damit dann dar daran das
    dass davon dazu dein dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du
    durch ein eine einem einen einer eines er es etwas euch euer eure frage fragen für gab geben geht gern gerne gibt
    gut habe haben hallo hat hatte hatten heute hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist
    ja jede jeden jeder jetzt kann kannst kein keine können könnte könnten könnten machen man mehr mein meine mich mir
    mit möchte möchten möglich morgen muss müssen nach neu nicht nichts noch nochmal nun nur ob oder ohne schon sehr
    sein seine seit sich sie sind so soll sollen sollte sollten sondern um und uns unser unsere unseren unter viel
    viele vielen vom von vor wann war waren warum was weil welche welchen welcher wenn wer werde werden wie wieder wir
    wird wissen wo wurde würde würden zu zum zur
    ai ainsi alors au aucun aussi autre aux avant avec avez avoir avons bien bonjour c'est ça car ce cela ces cet cette
    ceux chez comme comment dans de des deux doit donc dont du elle elles en encore entre est et être eu faire fait
    faut il ils j'ai je jour la le les leur leurs lui ma mais me même mes merci moi mon ne ni nos notre nous on ont ou
    où par pas peu peut peuvent plus pour pourquoi pouvez pouvons puis quand que quel quelle quelles quels question
    questions qui quoi sa sans se sera ses si son sont sous sur ta tel tous tout toute toutes très tu un une vos votre
    voudrais voulez vous y
"""
COMMON = frozenset(_COMMON.split())


def terms(text: str) -> frozenset[str]:
    """The matter of a text. Two-letter words count only in capitals (EU, HR) or with a digit."""
    found = set()
    shouted = text.isupper()
    for word in _TOKEN.findall(text):
        lowered = word.lower()
        if len(word) == 2:
            wanted = not shouted and (word.isupper() or word[-1].isdigit())
        else:
            wanted = lowered not in COMMON
        if wanted:
            found.add(lowered[:_STEM])
    return frozenset(found)


def stems_of(words: Iterable[str]) -> set[str]:
    """The same of words in lower case, already apart: those of two letters count only with a digit."""
    return {
        word[:_STEM]
        for word in words
        if (word not in COMMON if len(word) > 2 else len(word) == 2 and word[-1].isdigit())
    }
