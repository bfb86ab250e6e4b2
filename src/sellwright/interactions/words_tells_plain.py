"""Everyday words that show who works for whom: whoever wants something done, whoever does it, thanks, is sorry, speaks
of the reader's affairs or presents himself. None says much alone; `measures.relation_model` weighs them together.

In the form of words_tells.py. Data only.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # They want something done for them.
    "wants_done": """
        can you / could you / would you / will you / can somebody / could somebody / could we have / can we have /
        can i have / could i have / can i get / can we get / may we have / please send / please let / please confirm /
        please tell / send me / send us / let me have / we need / i need / do we / are we / is it / have you got /
        have you / where is / where do / how do i / how do we / could be / können sie / könnten sie / kannst du /
        könntest du / könnt ihr / können wir / bitte schicken / bitte senden / schicken sie / schicken sie mir /
        wir brauchen / ich brauche / wir bräuchten / ich bräuchte / gibt es / geht das / gibt es da / wo ist /
        wie stelle / wo stell / pouvez vous / pourriez vous / peux tu / tu peux / pourrais tu / il nous faut /
        il me faut / nous avons besoin / j ai besoin / merci de / faut il / est ce que / c est possible / kunt u /
        kun je / kan je / kunnen jullie / zou u / zouden jullie / wilt u / wil je / mag ik / moet ik /
        wij hebben nodig / ik heb nodig / kan ik / kunnen we / is er / podéis / pueden / puede usted / puedes /
        necesitamos / necesito / potete / può / puoi / abbiamo bisogno
        """,
    # They do something for the reader, or have done it.
    "does_it": """
        i will send / i will put / i will have / i will bring / i will get / i will look / i will check / i will ask /
        i will come / i will fix / i will add / i will change / i will write / i will call / i will ring /
        we will send / we will have / we will put / we will get / we will come / we will look / we will deliver /
        we will collect / here is / here are / here it is / here they are / is attached / are attached / attached is /
        attached are / attached / enclosed / done / sorted / fixed / corrected / is on / are on / on its way /
        with you by / will be with you / is ready / are ready / i have sent / i have put / i have added /
        i have changed / i have moved / we have sent / we have put / we have changed / noted / confirmed / booked in /
        in the post / anbei / im anhang / liegt bei / liegen bei / hängt an / ich schicke / schicke ich / ich sende /
        sende ich / ich lege / lege ich / ich bringe / bringe ich / ich melde / ich rufe / rufe ich / ich schaue /
        schaue ich / ich zeige / wir schicken / wir senden / wir kommen / erledigt / geht raus / ist raus /
        ist fertig / fertig / notiert / eingetragen / geändert / ci joint / ci jointe / en pièce jointe / ci dessous /
        voici / je vous envoie / je t envoie / je vous joins / j envoie / je m en occupe / je t ouvre / c est fait /
        c est bon / c est noté / bien reçu / envoyé / corrigé / in de bijlage / in bijlage / bijgevoegd / hierbij /
        ik stuur / stuur ik / ik mail / ik kom / ik bel / ik zet / wij sturen / we sturen / wij brengen / geregeld /
        gedaan / aangepast / staat genoteerd / genoteerd / komt eraan / adjunto / te mando / le envío / os envío /
        hecho / in allegato / allego / fatto
        """,
    "thanks": """
        thanks / thank you / many thanks / cheers / ta / much appreciated / appreciate it / i appreciate / danke /
        vielen dank / besten dank / herzlichen dank / dank dir / danke dir / merci / merci beaucoup / dank / bedankt /
        dank je / dank u / gracias / mil gracias / grazie
        """,
    "sorry": """
        sorry / apologies / apologise / apologize / my fault / our fault / our mistake / my mistake / entschuldigung /
        entschuldigen sie / tut mir leid / tut uns leid / unser fehler / mein fehler / désolé / désolée /
        toutes mes excuses / nos excuses / excuses / het spijt / onze fout / lo siento / perdona / disculpe / scusa /
        mi dispiace
        """,
    # The reader's firm, people or affairs.
    "your_matter": """
        your / yours / ihr / ihre / ihrem / ihren / ihrer / ihres / euer / eure / eurem / euren / votre / vos / ta /
        tes / jullie / uw / su / sus / tu / vuestro / vuestra / vuestros / vostro / vostra / vostri / tua / tuo
        """,
    # They speak to the reader, and not of themselves alone.
    "to_you": """
        you / sie / ihnen / du / dir / dich / euch / vous / tu / te / toi / je / jij / jou / u / jullie / usted /
        ustedes / vosotros / lei / voi
        """,
    # Who they are and what they do.
    "introduces": """
        we are / i am with / i am from / this is * from / my name is / i work with / we work with / i work for /
        i help / we help / i run / i represent / we represent / i am working with / we offer / we provide / we make /
        we build / we support / we run / wir sind / wir arbeiten / wir begleiten / wir unterstützen / wir helfen /
        wir bieten / mein name ist / ich bin / ich arbeite / ich helfe / ich begleite / ich unterstütze /
        nous sommes / nous accompagnons / nous aidons / nous proposons / j accompagne / j aide / je travaille /
        je m appelle / je suis / wij zijn / wij helpen / wij begeleiden / ik help / ik werk / ik ben / mijn naam /
        somos / soy / me llamo / ayudamos / trabajamos / siamo / sono / mi chiamo / aiutiamo
        """,
    # What others of the reader's trade say, do or suffer.
    "others_like_you": """
        i talk to / i speak to / i speak with / we talk to / we speak to / we speak with / people like you /
        most * say / most * tell / told me they / tell me / told us they / tell us / others in / lots of / a lot of /
        many * are / many * have / two of your / three of your / your competitors / your peers / firms in your /
        companies in your / in your industry / in your sector / in your area / ich spreche / spreche gerade / viele /
        andere / alle sagen / ihrer mitbewerber / in ihrer branche / in ihrer region / aus ihrer branche / je parle /
        beaucoup de / la plupart / vos confrères / vos concurrents / dans votre secteur / votre région / ik spreek /
        veel / de meeste / andere * zoals / jullie concurrenten / in jullie branche / muchas empresas /
        otras empresas / molte aziende / altre aziende
        """,
    # Leave to go, so that one stays.
    "no_pressure": """
        no pressure / no worries if / no problem at all / no rush / no hurry / a simple no / a quick no /
        just say no / if not / if i am wrong / if it is not / out of interest / out of curiosity / in peace /
        after this / last one from me / either way / totally fine / completely understand / understood completely /
        geen haast / geen probleem / nog even / ohne druck / kein problem / ging sicher / sicher unter /
        interessiert mich / im herbst / ein kurzes nein / kurzes nein / un simple non / sans engagement /
        sans pression / si ce n est pas / sin compromiso / senza impegno
        """,
    # They ask whether the reader does a thing at all, or whether they are too small for it.
    "seeks": """
        do you do / do you guys do / do you handle / do you take on / do you take / do you make / do you deliver /
        do you hire out / do you fit / do you build / do you work on / do you offer / do you cut / do you treat /
        you all handle / you guys handle / you guys do / if you do this / whether you do / too small for you /
        too big for you / are we too small / am i too small / something you can do / something you could do /
        is that something for you / macht ihr / machen sie so / ob sie das machen / ob ihr das macht /
        zu klein für sie / zu klein für euch / ist das etwas für sie / wäre das etwas für sie / lohnt sich das /
        lohnt da / machen sie das / faites vous ça / vous faites ça / vous faites aussi / vous occupez de /
        vous vous occupez / trop petit pour vous / trop petits pour vous / trop petite pour vous / dans vos cordes /
        si vous faites / doen jullie / doet u dit / doet u dat / of u dit doet / of jullie dit doen / te klein voor /
        hacéis / hacen ustedes / fate anche voi
        """,
    # Somebody gave them our name.
    "referred": """
        gave me your / gave us your / passed me your / mentioned you / mentioned your name / spoke well of you /
        mir ihre nummer gegeben / hat sie erwähnt / nannte ihren namen / nannte mir ihren / von ihnen erzählt /
        m a donné vos / m a parlé de / noemde uw naam / noemde jullie / gaf mij uw
        """,
    # They say no, for now or for good.
    "declines": """
        not now / not at the moment / not this year / not this time / not for us / not for now / no thanks /
        no thank you / not hiring / not looking / not interested / we are fine / we are happy with / no need /
        too busy / he says no / she says no / they say no / it works for us / all set / we have somebody /
        kein thema / kein bedarf / keinen bedarf / im moment nicht / dieses jahr nicht / zurzeit nicht /
        derzeit nicht / nicht interessiert / brauchen wir nicht / haben wir schon / pas pour le moment /
        pas pour l instant / pas cette année / pas besoin / pas intéressé / pas intéressés / pas intéressée /
        nu niet / niet nu / geen interesse / geen behoefte / niet nodig / dit jaar niet / ahora no / de momento no /
        no nos interesa / per ora no / non ci interessa
        """,
}
