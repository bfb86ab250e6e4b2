"""What a first letter asks for: what we make or do ("seeks"), somebody's word for us ("referred"), or our time
("asks_time"); and the commonest words of buyers and sellers in Spanish, Dutch and Italian.

In the form of words_tells.py. Data only.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # They ask about what we make, sell or do, or say what they want it for.
    "seeks": """
        who do i talk to / who do i speak to / who should i talk to / any chance of / you built for / you fitted /
        you installed for / where would you start / where would one start / can somebody come / can somebody bring /
        kämen sie / kommen sie mal / vor ort anschauen / vor ort ansehen / kennt sich mit / gibt es dafür /
        geht da was / was kann man da / habt ihr * eingebaut / ihr hättet ihm / bitte melden sie sich /
        bitte teilen sie uns / honorar / est ce que vous savez / vous adressez vous / s adresse aussi / alquiláis /
        tenéis * libre / siete liberi / kunnen jullie / kun je iets / zouden jullie / do you do anything /
        do you also / do you sell / do you ship / do you stock / do you supply / do you rent / do you repair /
        do you install / do you print / do you cover * area / do you still have / do you have somebody in /
        do you have anyone in / do you have * left / is there a minimum / minimum order / your lead time /
        your lead times / what lead time / how soon could you / how soon can you / when could you deliver /
        when can you deliver / when could you start / which days do you / what days do you / is this something you /
        is this the sort of thing you / is that something you / is it something you / could i get a demo /
        could we get a demo / can i get a demo / can we get a demo / get a demo / have a demo / arrange a demo /
        a demonstration of your / started the trial / started a trial / your free plan / receive samples /
        see samples / get samples / order samples / have samples / sample of your / information about your /
        details about your / details of your / your brochure / your price list / your opening hours /
        i would like to buy / we want to buy / like to buy / buy from you / order from you /
        looking for someone to / looking for somebody to / looking for someone who / looking for somebody who /
        looking for a supplier / looking for a new supplier / to replace our / is it compatible with /
        compatible with our / suitable for our / would it suit / fit our / whether you could help / enquiry about /
        enquiry for / our enquiry / inquiry about your / we saw your * at / i saw your * outside / saw your stand /
        visited your stand / met at your stand / on your stand / your stand at / invitation to tender /
        tender documents / our tender / macht ihr auch / macht ihr so / machen sie auch / machen sie so /
        bieten sie auch / bieten sie sowas / bietet ihr auch / verkaufen sie / verkauft ihr / liefern sie auch /
        liefern sie nach / liefert ihr / übernehmen sie / reparieren sie / vermieten sie / führen sie auch /
        haben sie auch / habt ihr auch / haben sie noch / habt ihr noch / stellen sie * her / welche lieferzeit /
        ihre lieferzeit / wie lange dauert / ab welcher menge / mindestmenge / mindestbestellmenge / geeignet für /
        ist ihre * geeignet / ist ihr * geeignet / muster bekommen / muster zusenden / muster schicken /
        uns interessiert / mich interessiert / interessiert uns / bräuchte jemanden / brauchen jemanden /
        suche jemanden / suchen jemanden / suchen für unseren / suchen für unsere / suchen einen anbieter /
        suchen einen lieferanten / unterlagen zur ausschreibung / ausschreibung / unsere anfrage / meine anfrage /
        anfrage für / informationen zu ihrem / informationen zu ihren / infomaterial / ihr prospekt / ihr katalog /
        ihren katalog / ihrem messestand / ihr messestand / könnten sie uns * zeigen / kurzfristig einen termin /
        faites vous aussi / faites vous des / faites vous du / est ce que vous faites / est ce que vous livrez /
        proposez vous / vendez vous / livrez vous / intervenez vous / louez vous / avez vous encore /
        auriez vous de la place / vous auriez de la place / quels sont vos délais / vos délais / quel délai /
        votre catalogue / vos disponibilités / nous envoyer un devis / envoyer un devis / faire un devis /
        j aurais besoin / on aurait besoin / on voudrait / nous voudrions / on cherche / je recherche /
        nous recherchons / consultation pour / les propositions sont attendues
        """,
    # They speak of a matter of their own: no points, but a first letter that asks for no time of ours may stand.
    "own_matter": """
        my / mine / mein / meine / meiner / meinen / meinem / mon / ma / mes / mijn / mi / mis / von uns /
        teach us / show us / train us / tell us / book you / serait il envisageable / serait il possible /
        wäre es möglich / would it be possible / what have you got / do you have a date / supplier approval /
        supplier form / before we can book / before we can order / when is the next / wann ist der nächste / our /
        ours / we lose / we run / we keep / we want / unser / unsere / unserem / unserer / unseren / unseres /
        wir sind / wir haben / wir bauen / wir wollen / wir möchten / wir benötigen / benötigen wir / brauchen wir /
        wir brauchen / ich brauche / ich bräuchte / brauche / ich habe ein / ich habe eine / notre / nos /
        nous avons / nous sommes / j ai un / j ai une / j ai besoin / nuestro / nuestra / nuestros / nuestras /
        tenemos / somos / onze / ons / wij hebben / wij zijn / hebben we / willen we / we willen / zoeken we /
        zoeken wij / ik zoek / nostro / nostra / abbiamo / siamo
        """,
    # Somebody we both know, or said to be.
    "referred": """
        recommended you / recommended your / recommends you / gave me your number / gave me your name /
        gave us your name / gave me your details / gave me your address / gave me your card / told me about you /
        told us about you / told me you / told us you / says you fixed / says you helped / said you could help /
        said you might help / said you were the / pointed me to you / pointed us to you / sent me to you /
        passed me your / passed me on to you / passed on your details / speaks highly of / speak highly of /
        sie mir empfohlen / sie uns empfohlen / sie wurden mir empfohlen / sie wurden uns empfohlen /
        mir von ihnen erzählt / uns von ihnen erzählt / von ihnen erzählt / mir ihre nummer / mir ihren namen /
        mir ihre adresse / habe * von ihnen gehört / m a parlé de vous / nous a parlé de vous / m a parlé de toi /
        a parlé de vos / nous a parlé de votre / vous a recommandé / vous a recommandée / m a donné votre /
        nous a donné votre / sur les conseils de / me ha hablado de / nos ha hablado de / nos han hablado de /
        me han hablado de / me ha recomendado / nos ha recomendado / me dio su / me dio tu / raadde jullie aan /
        heeft jullie aanbevolen / gaf me je nummer / mi ha parlato di / ci ha parlato di
        """,
    # They want a talk, a name or leave to send something, and say nothing of what we do.
    "asks_time": """
        curious if you / are you ready for / would it hurt / got one planned / collab / huge fan /
        über ein gespräch / wie sorgen sie / your competitors / of your competitors / one chair /
        are you happy with / have you ever thought / do you still / planning any / who runs your / most * firms /
        most firms / most companies / our audience / be thrilled to have / suchst du gerade / suchen sie gerade /
        sucht ihr gerade / haben sie schon einen / haben sie sich / ist ihnen bekannt / wussten sie /
        viele betriebe / betriebe wie / quelques minutes / saviez vous / chi segue / mag ik eens / i would love to /
        when can i call / your customers / you would earn / quick question / who looks after / who takes care of /
        who deals with / who handles / who would be the best / who is the best person / the best person to /
        the right person for / the correct person / the right contact / worth 15 / worth 10 / worth 20 / 15 min /
        15 mins / 15 minutes / 20 minutes / 20 min / 30 minutes / 10 min / a few minutes of / minutes this week /
        minutes next week / compare notes / exchange ideas / exchange notes / happy to exchange /
        exchange experience / to a conversation / to a chat / to connecting / love to connect / love to learn /
        love to hear / like to learn more about / learn about your plans / about your plans / saw your post /
        read your post / your recent post / your post about / saw your profile / your profile caught /
        caught my eye / caught my attention / been following your / impressed by what / impressed with /
        loved your / love your / your story / get to know you / virtual coffee / a coffee with / for a coffee /
        pick your brain / any time monday / any time tuesday / any time wednesday / any time thursday /
        any time friday / does not get buried / did not get buried / not buried / am i right in thinking /
        no agenda / just researching / curious how / curious to hear / curious whether / how do you currently /
        how are you currently / how are you handling / how do you handle / how are you thinking /
        how is your hiring / keeps coming up / synergies / a collaboration / a partnership / partnership with /
        explore whether / mutual benefit / mutually / contribute an article / contribute a piece / guest article /
        accepting contributions / accept contributions / a link to our / adding it to your / consider adding /
        your readers would / a few errors on / a few issues on / i was looking at your / i was reading your /
        can i send them / shall i send them / send you screenshots / send you my findings / send their details /
        send them over / may i introduce / let me introduce / i am reaching out / reaching out because /
        reaching out to / on behalf of an investor / on behalf of a buyer / an associate at / attendee list /
        attendees list / kurze frage / eine kurze frage / der richtige ansprechpartner /
        die richtige ansprechpartnerin / richtigen ansprechpartner / wer kümmert sich / wer ist bei ihnen /
        wer ist * zuständig / an wen kann ich / 15 minuten / 20 minuten / 10 minuten zeit / ein paar minuten /
        auf einen kaffee / lust auf kaffee / auszutauschen / austauschen / einen austausch / aufmerksam geworden /
        auf sie gestoßen / kennenlernen / mich * vorstellen / grundsätzlich gesprächsbereit / gesprächsbereit /
        im auftrag eines / im auftrag einer / gastbeitrag / gastartikel / profil zukommen / sein profil /
        ihr profil / spannendes profil / wie lösen sie / wie löst ihr / wie gehen sie mit / synergien /
        mögliche zusammenarbeit / eine zusammenarbeit / nächste woche in ihrer / in ihrer nähe / nominiert /
        je me permets de vous contacter / vu votre profil / votre parcours / découvert votre / tombé sur votre /
        tombée sur votre / un échange / échanger avec vous / échanger quelques / autour d un café /
        prendre un café / la bonne personne / la personne qui s occupe / qui s occupe de / comment trouvez vous /
        comment gérez vous / comment faites vous / faire connaissance / mieux vous connaître / article invité /
        une collaboration / un partenariat / j ai pensé à vous / compter sur votre présence / une pregunta rápida /
        pregunta rápida / eres tú quien / quién lleva / quién se encarga / la persona adecuada / 15 minutos /
        20 minutos / una llamada / conoceros / conocerles / me ha parecido muy / colaboración / colaborar /
        intercambiar / jullie website tegen / je profiel / jullie profiel / vrijblijvend / kennismaken /
        kennis te maken / tien minuten / sparren / hoe gaan jullie om met / hoe doen jullie / de juiste persoon /
        wie gaat er over / samenwerking / even bellen / domanda veloce / la persona giusta / 15 minuti /
        collaborazione / scambiare due / shall i / shall we / may we / could we show / i thought of you /
        slot left / dürfen wir / darf ich ihnen / darf ich mich / darf ich sie / puis je / pouvons nous /
        puedo enviar / podemos / zal ik / mag ik / mogen we / posso / für sie / für euch / pour vous /
        para vosotros / para ustedes / voor jullie / per voi / your team / your website / your site / your domain /
        your company / your firm / your business / ihre website / ihrer website / ihr unternehmen /
        ihrem unternehmen / ihrem haus / votre site / votre entreprise / votre société / vuestra web /
        vuestra empresa / jullie website / jullie bedrijf / il vostro sito
        """,
    "asks_price": """
        cuánto cuesta / cuánto costaría / cuánto cuestan / cuánto saldría / cuánto sería / qué precio /
        sus tarifas / vuestras tarifas / tarifas de / pedir presupuesto / un presupuesto / presentar oferta /
        licitación / los pliegos / wat kost / wat kosten / wat zou * kosten / een offerte / offerte aanvragen /
        prijslijst / jullie prijzen / jullie tarieven / quanto costa / quanto costerebbe / un preventivo /
        il vostro listino / vostri prezzi
        """,
    "interest": """
        nos podríais ofrecer / nos podrían ofrecer / podrían ofrecernos / qué ofrecéis / ofrecéis / buscamos un /
        buscamos una / estamos buscando / necesitamos / nos interesa / nos gustaría / estamos interesados /
        vendéis / hacéis / enviáis / tenéis fechas / tenéis disponible / recibir información / wij zoeken /
        we zoeken / op zoek naar een / wij hebben * nodig / wij willen graag / verkopen jullie / leveren jullie /
        maken jullie / doen jullie ook / hebben jullie ook / bestaat * ook in / levertijd / cerchiamo /
        stiamo cercando / abbiamo bisogno / vorremmo / fate anche / vendete / spedite / tempi di consegna
        """,
    "order": """
        hacer un pedido / nuestro pedido / queremos pedir / onze bestelling / wij bestellen / graag bestellen /
        il nostro ordine / vorremmo ordinare
        """,
    "partner": """
        a customer of mine / one of my customers / two of my customers / some of my customers /
        pointed them at you / pointed them to you / sent them your way / my client in / my client at /
        the same split / the same percentage / my part / your part of the / einer meiner kunden /
        ein kunde von mir / mein kunde in / mein teil / dein teil / un de mes clients / une de mes clientes /
        mon client à / un cliente mío / een klant van mij / mijn klant / mitad y mitad / moitié moitié / a medias
        """,
    "serves": """
        in your account since / we have extended your / your licence runs / your plan includes /
        included in your plan / your group finishes / your course starts / nieuwe factuur / nueva factura /
        nouvelle facture / new invoice attached / corrected invoice
        """,
    "uses_ours": """
        the annual plan / our annual plan / my annual plan / won't renew / will not renew / would not renew /
        our plan with you / our group on / our course on / our lesson / nuestro grupo / nuestros alumnos
        """,
    "hands_out_work": """
        could you look whether / same rate as / same rate please / bis montag möglich / bis freitag möglich /
        bitte bieten sie uns an / tenéis disponibles / wann hören wir etwas
        """,
    "pays_us": """
        hemos pagado / transferencia realizada / vuestra factura / wij betalen / jullie factuur / bonifico
        """,
    "invoice_to_us": """
        nuestra factura / mi factura / onze factuur / mijn factuur / la nostra fattura
        """,
    "application": """
        mi currículum / mi cv / adjunto mi curr / trabajar con vosotros / trabajar con ustedes / mijn cv /
        solliciteren / sollicitatie / il mio curriculum / candidatura
        """,
    "private": """
        mamá / papá / abuela / abuelo / hija te / besos / un besito / mam / opa / oma / liefs / kusjes / nonna /
        bacioni
        """,
    "back_office": """
        modelo 303 / modelo 130 / la gestoría / la renta del / el alquiler / subida ipc / btw aangifte / de huur /
        jaarrekening / la dichiarazione / l affitto
        """,
    "press": """
        un reportaje / reportaje sobre / entrevistarte / entrevistarle / entrevista para / interview met /
        een artikel
        """,
}
