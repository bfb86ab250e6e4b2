"""What people write when they sell to us, buy from us, deliver to us, apply, report ... in English, German, French.

Phrases are parted by " / ", in the form `tells.plain` gives a text: lower case, no punctuation, short forms written out
("we'd" as "we would"). `a * b`: both, in this order, at most 60 characters between. Data only.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # They want to sell us something.
    "pitch": """
        can i send over / may i send over / can i send you * quote / may i send you * quote / shall i send you /
        shall we send you / can i send you some / with a quote / a free quote / worth a conversation /
        darf ich ihnen * schicken / darf ich ihnen * zusenden / puis je vous envoyer / work at home /
        looking for motivated / earn extra / extra income / money back / satisfaction guaranteed / toll free /
        order today / call now / strictly confidential / business proposal / next of kin / assist me in /
        your assistance to / percentage of the / free membership / removal instructions / person in charge of /
        business development manager for / no call out / as low as / lowest price / lowest prices / save up to /
        save money / free quote / free report / for only / limited offer / act fast / risk free trial / free trial /
        new in the market / just released / promote your / mortgage rates / guaranteed to / you have won /
        award notification / companies like yours / businesses like yours / firms like yours / teams like yours /
        companies such as yours / organizations like yours / agencies like / businesses like / brands like yours /
        we help companies / we help businesses / we help firms / we help teams / we help brands / we help founders /
        we helped companies / we have helped * companies / we have helped * startups / our clients typically /
        our clients see / our customers see / our customers typically / our tool / our ai / our proprietary /
        our platform * you / our platform helps / our platform cuts / our software helps / our agency /
        our rates start / our rates are / our services include / we specialize in / we specialise in /
        we are a leading / we are a * company from / we are an offshore / we are manufacturer / we are a manufacturer /
        we are factory / we are a factory / we are a freight / we supply / we would love to offer you /
        i would love to show you / i would love to walk you through / i would love to give you /
        would love to show you / happy to show you / can i show you / may i show you / could i show you /
        show you how / walk you through / quick call / brief call / quick chat / short call / short introduction /
        15 minute / 15 minutes * call / 15 minutes to / 10 minutes to / worth a chat / worth a quick / worth a look /
        open to a / open to chatting / open to learning / hop on a call / jump on a call / get on a call /
        schedule a call / book a call / book a demo / book a time / grab a slot / grab a time / pick a time /
        link to my calendar / my calendar link / calendly / are you the right person / the right person to /
        point me to the right person / who handles / who is in charge of / who is responsible for * at your /
        save you / cut your costs / reduce your costs / reduce your * by / boost your / increase your revenue /
        increase your sales / increase your traffic / grow your business / double your / scale your / your pipeline /
        qualified leads / qualified meetings / per qualified lead / lead generation / more leads / email list /
        mailing list of / list of * contacts / opt in contacts / outreach / page one of google / first page of google /
        google ranking / rank higher / seo / backlink / backlinks / dofollow / guest post / web design /
        website redesign / redesigning your / your website has / going through your website / i visited your website /
        i came across your / came across your company / came across your website / came across your profile /
        saw your website / looked at your website / i noticed your / we noticed your / i noticed you are /
        i noticed that you / i see you are / i saw you are hiring / love what you are building / love what you do /
        impressed by your / free audit / free consultation / free trial of our / free trial today /
        start your free trial / free two week trial / free sample / free samples / free test / free demo /
        no obligation / without obligation / no strings / risk free / limited time / special offer / special price /
        best price / best rates / excellent rates / competitive price / competitive prices / competitive rates /
        discounted price / percent off / off your first order / order now / click here / act now / as seen on /
        dear friend / dear sir or madam * we are / feel free to contact me / any interest please /
        glad to know you are / looking forward to your inquiry / looking forward to your enquiry /
        receive your inquiries / receive your inquiry / share your requirement / share your requirements /
        add us to your vendor list / your vendor list / our catalogue is attached / our catalog / attached our rates /
        our price list is attached / i can quote you / may i quote / send you a quotation / samples and a quotation /
        send over a proposal / i have * candidates / three candidates / our candidates / candidates who /
        send you their profiles / send you profiles / their profiles / hire dedicated / dedicated developers /
        offshore / nearshore / extra hands / our engineers can start / outsourcing / we could save / we can save /
        have you thought about / have you considered / have you ever considered / are you struggling /
        do you struggle / struggling to / struggling with / did you know that / would you be interested in /
        would you be open / interested in acquiring / are you interested / interested in a free /
        interested in samples / let me know if you would like to learn more / happy to share more /
        happy to share what / learn more about our / new report / market report / shortlisted for /
        has been nominated / claim your / accept your award / funding * your business / access up to / pre approved /
        lowest interest / interest rates / your lease coming / up for renewal with / who do you use /
        what do you use for / how do you currently / how does * handle / how does * keep track / how is * handling /
        pitch you / partner with you to grow / grow your / we design and build / we build tools / we built a tool /
        we buy / we offer you / we would like to offer you / our offer for you / earn money / make money /
        work from home / home based business / your mortgage / refinance / weight loss / viagra / casino / lottery /
        millionaire / investment opportunity / business opportunity / multi level / bulk email / toner cartridges /
        life insurance / credit card debt / unternehmen wie ihres / unternehmen wie ihrem / unternehmen wie das ihre /
        unternehmen ihrer branche / firmen wie ihre / wir helfen unternehmen / wir unterstützen unternehmen /
        wir helfen firmen / wir begleiten sie / wir senken / kosten um bis zu / bis zu 30 prozent / kosten senken /
        unsere lösung / unsere software / unsere plattform / unsere agentur / unsere aktuelle preisliste /
        sonderkonditionen / sonderangebot / frühbucher / frühbucherrabatt / rabatt sichern / sichern sie sich /
        jetzt sichern / jetzt buchen / buchen sie hier / kostenloses erstgespräch / kostenlose erstberatung /
        kostenlose analyse / kostenlosen eintrag / kostenlos und unverbindlich / unverbindlich / kurze demo /
        kurzes telefonat / kurzes gespräch / kurzen gespräch / kurzen austausch / kurzer austausch /
        wann darf ich sie / darf ich sie kurz / darf ich ihnen * vorstellen / darf ich ihnen * reservieren /
        darf ich ihnen * zeigen / gern zeige ich ihnen / gerne zeige ich ihnen / zeige ich ihnen /
        gerne erstelle ich ihnen / ihnen ein persönliches angebot / als kunden begrüßen / als neukunden /
        ihre website * gefunden / auf ihre website gestoßen / bin auf ihr unternehmen / bin auf sie aufmerksam /
        mehr kunden / mehr umsatz / mehr anfragen / umsatz steigern / neukundengewinnung / suchmaschinenoptimierung /
        im auftrag eines investors / haben sie schon an / haben sie schon einmal / offene stellen besetzen /
        passende kandidaten / kandidaten vorstellen / personaldienstleister / fachkräfte vermitteln / ihre anzeige /
        intensivseminar / unser seminar / unser webinar / premium eintrag / branchenbuch / sind sie versichert /
        stromkosten / energiekosten / entreprises comme la vôtre / sociétés comme la vôtre /
        nous accompagnons les entreprises / nous aidons les entreprises / nous accompagnons / notre agence /
        notre solution permet / notre solution vous / nos tarifs en pièce jointe / boostez / augmentez / doublez /
        doubler votre / votre trafic / votre visibilité / votre trésorerie / tarif préférentiel / offre spéciale /
        offre exceptionnelle / essai gratuit / audit gratuit / sans engagement / échange de 15 minutes /
        un échange de / auriez vous un moment / seriez vous disponible / avez vous déjà pensé /
        j ai analysé votre site / nous disposons de / n hésitez pas à me solliciter / vos besoins en /
        puis je vous réserver / puis je vous présenter / je serais ravi de vous présenter / vous présenter notre /
        prenez rendez vous / we offer the / we offer a / we offer free / we design and / we install / we manufacture /
        we are manufacturing / we export / i represent / we represent / pays for itself / costs you nothing /
        costs nothing / no upfront / starting at / starting from / from only / know your requirement /
        most competitive / firms your size / companies your size / businesses your size / wir bieten / wir vermitteln /
        wir platzieren / ohne fixkosten / im ersten jahr nur / nous proposons / nous concevons / nous réalisons /
        voulez vous un essai
        """,
    # A second letter without news.
    "bump": """
        just a nudge / a gentle nudge / gentle reminder / quick nudge / did you see my / hatten sie gelegenheit /
        avez vous eu le temps / bumping this / bump this / floating this / back to the top of your inbox /
        top of your inbox / circling back / circle back / following up on my / following up on our conversation /
        follow up on my / just following up / just checking in on my / did you get a chance / had a chance to /
        any thoughts on / any thoughts / my last try / last attempt / one last time / close your file /
        should i close / wondering whether you / my note below / my previous email / my last email / my earlier email /
        my previous mail / my message below / i do not want to be a pest / noch keine rückmeldung / keine rückmeldung /
        nachhaken / nachfassen / in erinnerung bringen / in erinnerung rufen / meine nachricht angekommen /
        meine mail * angekommen / letzter versuch / je me permets de vous relancer / je reviens vers vous /
        me permets de revenir / suite à mon précédent / sans réponse de votre part / sauf erreur de ma part
        """,
    "unsubscribe_offer": """
        unsubscribe / this is not spam / you are receiving this / you received this * because / one time mailing /
        remove in the subject / removal instructions / to be removed from / opted in / opt out / opt you out /
        stop receiving / no longer wish to receive / do not wish to receive / remove you from / removed from our list /
        removed from this list / removed from our mailing / to be removed / email preferences /
        notification preferences / will not write again / rather not hear from / not hear from me / reply stop /
        if this is not relevant / if now is not the / abmelden / abbestellen / austragen / keine weiteren mails /
        keine weiteren nachrichten / se désinscrire / se désabonner / désabonnement / ne plus recevoir
        """,
    # They bill us.
    "invoice_to_us": """
        our invoice / my invoice / attached your invoice / attached is your invoice / attached invoice /
        your invoice for / your invoice is ready / invoice for * services / invoice is attached / invoice follows /
        this month s invoice / invoice is due / payment is due / payment due / please pay / please arrange * payment /
        arrange the balance / balance payment / pro forma / proforma / will be debited / amount due / my fee /
        my fees / my time so far / hours in your budget / overdue invoice / your premium / same premium /
        unsere rechnung / meine rechnung / anbei die rechnung / anbei ihre rechnung / ihre rechnung für /
        rechnung im anhang / rechnung liegt bei / zahlbar innerhalb / zahlbar bis / bitte überweisen /
        bitte um überweisung / fällig / kostennote / honorarnote / zahlungserinnerung / zweite rate / erste rate /
        notre facture / ma facture / votre facture est / facture en pièce jointe / ci joint ma facture /
        ci joint notre facture / ci joint votre facture / merci de régler / échéance / note d honoraires
        """,
    # They deliver to us or work for us already.
    "delivers_to_us": """
        your order has / your order is / your order will / your order p / your order number /
        thank you for your order / thanks for your order / order confirmation / your boards are / your parts are /
        your goods / your shipment / your parcel / will ship / has shipped / have shipped / tracking number /
        delivery note / delivery to you / collect your / ready for collection / ready for pick up / for approval /
        please approve / your proof / your account manager / your policy / your lease / the rent / rent will /
        your tenancy / your annual accounts / annual accounts / your accounts / management accounts / tax return /
        your vat return / your bookkeeping / bank statement / your overdraft / your facility / marked up the draft /
        our engagement letter / thank you for shipping / thank you for your business / close your ticket /
        we have fixed your / shortlist by / first shortlist / delivery friday / vielen dank für ihre bestellung /
        vielen dank für ihren auftrag / danke für ihre bestellung / danke für ihren auftrag / ihre bestellung /
        ihre lieferung / ihr auftrag / auftragsbestätigung / lieferschein anbei / lieferschein liegt /
        können abgeholt werden / wir liefern / wir liefern ihnen / lieferung am / lieferung kommt / verlässt heute /
        versandbestätigung / wie gewünscht unser angebot / anbei der mietvertrag / ihr mietvertrag /
        ihre standanmeldung / ihr stand / ihre steuererklärung / umsatzsteuervoranmeldung / voranmeldung /
        jahresabschluss / ihre versicherung / ihre police / ihre agb / ihr server / votre commande * expédiée /
        votre commande est / votre commande a / merci pour votre commande / confirmation de commande /
        nous vous renvoyons / nous vous livrons / bon de livraison / votre bail / votre bilan / votre déclaration /
        votre contrat d assurance / euros pièce / merci pour votre confiance / merci de votre confiance
        """,
    # They pay us or write about a bill of ours.
    "pays_us": """
        your invoice / invoice you sent / remittance advice / paid your invoice / pay your invoice /
        payment for invoice / payment for your / we paid / we have paid / payment done / payment has been made /
        paid today / bank transfer / direct debit for / please send the receipt / invoice to us / invoice reference /
        reissue / credit note / please credit / last invoice / charged us / charged twice / billed twice / billed us /
        refund / for the invoice we need / rechnung bitte / ihrer rechnung / auf der rechnung / der letzten rechnung /
        rechnung stehen / bitte gutschreiben / gutschrift / gutschreiben / haben wir bezahlt / zahlung ist raus /
        überwiesen / zahlungsavis / règlement de la facture / nous avons réglé / avoir sur / facturation comme
        """,
    "order": """
        purchase order / po number / po attached / our po / our order / please treat this * as our order /
        we would like to order / i would like to order / we want to order / i would like to place / place an order /
        place the order / we hereby order / we order / reorder / re order / same as last time / we will take /
        we go ahead / go ahead with option / i will order / we will order / order form / signed order /
        accept our order / please confirm our order / confirm the order / the order from last week / from our order /
        order no / order status / status of our order / next delivery / send us * more / send ten more /
        please send * more / please deliver / hiermit bestellen / bestellen wir / wir bestellen /
        möchten wir bestellen / möchte ich bestellen / bestellnummer / unsere bestellung / unser auftrag / zu auftrag /
        von auftrag / rufen wir / abruf / rahmenvertrag / gemäß ihrem angebot / bitte auftragsbestätigung an /
        liefern sie bitte / bon de commande / notre commande / nous commandons / nous souhaitons commander /
        je souhaite commander / passer commande / passer une commande / bon pour accord / votre devis signé /
        devis signé
        """,
    # They ask what we would charge, or to see what we sell.
    "asks_price": """
        please quote / kindly quote / quote the following / quote for / request for quotation / request for quote /
        request for offer / request for proposal / rfq / rfp / invitation to tender / submit a tender / make offer /
        make an offer / make us an offer / send us an offer / send me an offer / send us a quote / send me a quote /
        send a quote / give us a quote / get a quote / need a quote / quote us / could you quote / can you quote /
        a quotation / quotation needed / price list / details and price / details and prices / prices and delivery /
        your price / your prices / your pricing for / is your pricing /
        about your pricing / your rates for / your hourly rate / tell me price /
        tell us your price / what is the price / what are your prices / what would * cost / what will * cost /
        what does * cost /
        what do you charge / what you charge / how much do you charge / how much does /
        how much would / how much is / how much are / would cost us / idea of cost / idea of the cost /
        ballpark / ballpark price / fixed price / setup fee / set up fee / is there a discount / any discount /
        under 300 / at which rate / which rate / lead time could you / delivery time and /
        make an estimate / an estimate / estimate for / asking three / we would want a demo /
        would like a demo / like a demo / like to see a demo / want a demo of your / demo of your / show me how it /
        a trial of your / borrow one / trial unit / a sample of your / try your / make five samples /
        bitte um angebot / bitte um ein angebot / bitten um ihr angebot / bitten um ein angebot / um ihr angebot /
        ein angebot machen / ein angebot erstellen / angebot zukommen lassen / angebotsfrist / preisanfrage /
        bitte um preis / preis und liefertermin / preis und dauer / was kostet / was kosten / was würde * kosten /
        was verlangen sie / was würden sie / was berechnen sie / welche kosten / welchem aufwand / mit welchem preis /
        größenordnung / ihre preise / ihr angebot / ein rabatt / rabatt möglich / einen preis / preisliste zusenden /
        vorführung / eine demo / offerte wie / nous faire un devis / nous adresser un devis / demande de devis /
        demande de prix / appel d offres / cahier des charges / remise des offres / quel est le prix /
        quel serait le prix / quel prix / vos tarifs / votre tarif / le prix affiché / combien coûte /
        combien coûterait / combien cela / une démonstration / nous montrer / faire un essai
        """,
    # They could use what we sell, and say so.
    "interest": """
        we are looking for / we look for / i am looking for / we need / we would need / we are comparing /
        comparing suppliers / comparing three / we are planning / we are evaluating / we want to replace /
        replace our / out of support / we are considering / before we decide / we would like to understand /
        understand your product / learn about your product / interested in your / interested in using /
        we are interested in / i am interested in / does your / do you offer / do you support / do you integrate /
        do you deliver / do you take on / are you able to / can you make us / can you make * for /
        can you make * from / can you make * in / can you cut / could you make us / could you make * for /
        could you let me know whether you / whether you have capacity / is that something you do / is one * enough /
        is there something of yours / is there a * of yours / does it work with / does it do / will it work /
        could somebody visit / come and look / can you call me / who should i speak to /
        recommended you / your name came up / gave me your name / gave us your name / found you through /
        said you replaced / heard about you / saw your probes / i signed up for the trial /
        trial account / your demo / thank you for the demo / budget / board meets / in finance / our board /
        my partners / sign off / next steps / when can we start / how do we proceed / how do we start / send it over /
        yes please send / call me on / if we moved to you / if we switched / leaving our current / unhappy with our /
        their contract ends / our contract with them / wir suchen / ich suche / wir brauchen / wir bräuchten /
        wir benötigen / wir müssen bis / wir planen / wir vergleichen / ersatz für / haben sie übersetzer /
        haben sie kapazität / machen sie sowas / machen sie so / können sie uns / können sie das /
        könnten sie mir sagen / könnten sie uns / gibt es bei ihnen / geht das auch / wenn das geht /
        interessieren uns für / interessiere mich für / haben interesse an / würden gerne mehr erfahren /
        zeichnung hängt an / anbei die zeichnungen / drawings attached / drawing attached / attached drawing /
        was können sie / unser beirat / unsere geschäftsleitung / nous cherchons / nous recherchons /
        je cherche / nous avons besoin / nous sommes intéressés / nous sommes une clinique / nous souhaitons équiper /
        souhaite équiper / nous aimerions / nous aurions besoin / votre solution convient / convient elle /
        est il possible / pouvez vous nous / pourriez vous nous / j ai vu votre page / comment procède t on /
        on peut commencer / validé en interne / mon associée / je transmets à la direction
        """,
    # Something they have from us needs help.
    "support_request": """
        does not work / do not work / is not working / stopped working / not working / no longer works /
        no longer talks / nobody can log in / can not log in / cannot log in / forgot the password /
        forgot my password / lost the password / reset my password / reset our password / password does not work /
        link to reset / new password please / asks for a licence / asks for a license / no licence / reset link /
        error message / an error / a bug / keeps crashing / crashed / is broken / is cracked / dropped out / drifts /
        reads high / reads 200 / has been showing / shows minus / missing 4 / wrong colour / double booking /
        double bookings / still comes twice / where is the button / how do i / how do we send / how can i change /
        can this be changed / serial numbers / serials / licence key / license key / under warranty / rma /
        you repaired / since the update / after the update / we updated / due for calibration /
        calibration certificates / the certificate says / can you check our / can you look at our / attached the log /
        truck did not come / did not arrive / has not arrived / have not received / where it is / delivery delay /
        we expected / please correct / please change / is it planned / we miss / third time i write / still waiting /
        expected an answer / expect an answer / training for new / adding a / add her to our / add him to our /
        need the serial / geht nicht / funktioniert nicht / funktioniert nicht mehr / läuft nicht / läuft wieder /
        kommt niemand mehr rein / fehlermeldung / zurücksetzen / reklamation / außerhalb der toleranz / beschädigt /
        defekt / ersatzteil / wir brauchen ersatz / fehlen die / fehlt ein / bitte nachreichen / nachtragen /
        seit dem update / seit heute früh / bitte prüfen / anmeldung geht / ne fonctionne pas / ne fonctionne plus /
        ne marche plus / ne s imprime plus / message d erreur / depuis la mise à jour / mot de passe / en panne /
        réclamation / à relire / relecture / pouvez vous regarder
        """,
    # They speak as somebody who has ours already.
    "uses_ours": """
        our contract / our agreement / our subscription / our account / our licence / our license /
        our customer number / cancel my subscription / cancel my account / cancel our / our renewal in /
        our contract is up / same conditions / same rate as / same volume / last year you / we bought from you /
        bought from you / we use you / we use your / we have been using / since we use / we love the / happy with the /
        so happy / we pay for / from you since / your loggers on / the new probes / arrived all good / it arrived /
        received and mounted / we got the text / the text is / live since / the unit you / frame contract /
        drop two seats / add two seats / more seats / unser vertrag / unseren vertrag / unserem vertrag /
        unsere lizenz / kundennummer / kündigung / kündigen / wie besprochen geliefert / bei der lieferung /
        zur lieferung / der lieferung von / lieferpapiere / auslieferung / sitzen perfekt / wieder wunderbar /
        läuft es / es läuft / zweiter standort / notre contrat / notre abonnement / notre compte / notre licence /
        mêmes conditions / sur le forfait / résilier / renew our / our renewal / unseren vertrag verlängern /
        renouveler notre
        """,
    "application": """
        apply for / i am applying / application for / my application / my cv / my resume / cv attached /
        resume attached / cv and references / short cv / send my resume / cover letter / job opening /
        suitable opening / open role / position of / advertised position / your ad for / internship /
        for an internship / notice period / next round / thank you for the interview / for the interview /
        job interview / work for you / vacancy / years of experience * opening / my references / consider me for /
        bewerbung / bewerbe / bewerbe mich / lebenslauf / anschreiben / bewerbungsunterlagen / ausbildung bei /
        eine ausbildung / ausbildung / ausbildungsplatz / praktikum / werkstudent / werkstudentin /
        vorstellungsgespräch / ihre stelle / stellenanzeige / schweißer sucht / candidature / lettre de motivation /
        mon cv / cv en pièce jointe / votre annonce / offre d emploi / un stage / pour le poste / le poste de /
        un entretien / trial day / probetag / probearbeiten / zeugnisse / my certificates and / lehrstelle /
        lehrlinge / take on beginners / take on apprentices / role still open / job still open / vacancy still open /
        stelle noch frei / stelle noch offen / mich * einstellen / looking for work / ich suche arbeit /
        ich suche eine stelle / je cherche un emploi / poste est encore / apprentissage
        """,
    "press": """
        a series about / a series on / serie über / reportage über / porträt über / einen beitrag über /
        may i quote you / sie zitieren / i report for / our magazine / for our magazine / our next issue /
        the text runs / der text läuft / der text erscheint / série sur / je vous cite / pour le magazine /
        notre magazine / journalist / reporter / i am writing about / writing a story / doing a piece / a piece on /
        working on a feature / working on a story / my deadline / our deadline / story on / for publication /
        for our readers / our readers / our listeners / our podcast / an article / article on / fact check / headshot /
        press photo / on the record / spokesperson / for an episode / as a guest / interview you / film crew /
        documentary / redaktion / redaktionsschluss / pressefoto / presseanfrage / journalistin / ausgabe /
        vergleichstest / für einen artikel / für unsere leser / unserer zeitung / drehanfrage / fotografin /
        interview mit ihnen / journaliste / un article / notre numéro / nos lecteurs / la rédaction /
        quelques questions / bouclage / a feature on / feature for / titelthema / sie interviewen / your quotes /
        zum gegenlesen / my editor / for my column / für meine kolumne / recording an episode / notre dossier /
        pour notre numéro
        """,
    "private": """
        your mother / my mother / your sister / your brother is / can you pick * up tomorrow / school trip /
        the dishwasher / in the fridge / sleepover / piano lesson / deine mutter / deine schwester / kindergeburtstag /
        ta mère / ta sœur / chez mamie / love mum / love mom / love dad / mummy / auntie / grandma / grandpa /
        granny / darling / sweetheart / xx / xxx / love you / miss you / the children / your cat / birthday /
        birthday cake / happy birthday / wedding / babysit / babysitter / school run / dinner on / dinner tonight /
        for dinner / lunch on me / catch up / been ages / holiday house / rehearsal / choir / cake sale /
        dear parents / your boys / pick up the / pop round / football training / barbecue / doctor s appointment /
        your appointment with dr / medical card / schatz / liebling / mama / papa / oma / opa / kuss / küsschen /
        kita / am wochenende / geburtstag / grillen / bier steht / hab dich lieb / deine jungs / elternabend /
        hausaufgaben / bisous / bises / mon chéri / ma chérie / maman / les enfants / anniversaire /
        vacances / on mange
        """,
    "partner": """
        on sale or return / sale or return / share a stand / share a booth / half a booth / split the stand /
        my usual commission / our usual commission / percent for me / messestand teilen / gemeinsamer stand /
        partager un stand / reseller / resellers / distribution agreement / distributor agreement / as a dealer /
        as your dealer / as a distributor / our distributor / your distributor / dealer terms / on dealer terms /
        referral fee / finder s fee / commission on / we sold the last / represent your / represent kestrel /
        like to represent / our joint customers / joint customers / joint webinar / co host / co marketing /
        joint offer / white label / bundle it / we will bundle / our showroom / announce it together /
        together on the tender / bid together / integration between / integrate with our / keep the connector /
        your api / api access / put you on the shortlist / one of my clients / told them about you /
        passing on a client / pass on a client / recommend you to / introduce you to / refer you /
        under our contract again / sub contract / vertriebspartner / händler / händlerrabatt / partnerprogramm /
        provision / vermittlungsprovision / kooperation / kooperationsvertrag / empfehle ihr / empfehle ihre /
        empfehle sie / gemeinsamer / gemeinsam anbieten / bieten wir zusammen / wie letztes mal / unseren mitgliedern /
        unser kunde braucht / revendeur / revendeurs / distributeur / apporteur d affaires / partenariat /
        grille revendeur / co traitance / off list / dealer discount / halbe halbe / split the fee / same split /
        half each / honorar teilen / gemeinsames konzept / in unserem rundbrief / für unsere mitglieder /
        for our members
        """,
    "thanks_contract": """
        signed and attached / signed contract / countersigned / signed agreement / contract signed / we have signed /
        signed copy / i have signed / unterschrieben zurück / unterschriebene / unterschriebener vertrag /
        vertrag unterschrieben / contrat signé / signé et joint
        """,
    "meeting_with_us": """
        see you on / see you tomorrow / see you monday / see you tuesday / see you wednesday / see you thursday /
        see you friday / looking forward to our call / looking forward to our meeting / as discussed / as agreed /
        as we discussed / thank you for your time / thanks for the chat / thanks for the call /
        thank you for the call / wie besprochen / wie am telefon besprochen / danke für das gespräch /
        danke für den rückruf / comme convenu / suite à notre échange / notre échange
        """,
    # No business: students, surveys, charities.
    "asks_favour": """
        my thesis / master s thesis / my phd / my dissertation / phd on / have no budget / i am a student /
        as a student / student licence / free licence / free license / free of charge for students / your paper /
        raffle / donation / donate / charity / fundraising / sponsor our / our survey / a short survey /
        take part in a / participation is voluntary / masterarbeit / bachelorarbeit / doktorarbeit / studentin /
        umfrage / spende / besichtigen / schulklasse / mon mémoire / ma thèse / étudiant / étudiante / sondage /
        un don / abschlussarbeit / forschungsprojekt / research project / for my research / für meine forschung /
        befragung / dissertation / einverständniserklärung / permission slip / work experience week / schülerpraktikum
        """,
    # They say no, or ask us to stop.
    "declines": """
        not interested / no longer interested / not the right time / no thank you / please stop / take us off /
        take me off / remove me / do not contact / kein interesse / kein bedarf /
        bitte nehmen sie mich / pas intéressé / pas intéressés / no thanks / thanks but no / thank you but no /
        we are happy as we are / happy with what we have / happy with our current / not this year / not for us /
        no need at the moment / we do not advertise / we are all set / nein danke / danke nein / nicht für uns /
        dieses jahr nicht / kein interesse daran / wir haben schon * dafür / wir sind versorgt / non merci /
        merci mais / pas cette année / pas pour nous / pas besoin
        """,
}

# Attachment names that tell something by themselves (lower case, searched anywhere in the name).
ATTACHMENTS: dict[str, tuple[str, ...]] = {
    "application": ("cv", "resume", "lebenslauf", "bewerbung", "lettre_de_motivation", "lettre de motivation"),
    "invoice_to_us": ("invoice", "rechnung", "facture"),
    "order": ("purchase order", "purchase_order", "bestellung", "bon_de_commande", "bon de commande"),
}

# Words too common to look phrases up by.
COMMON = """
    a an and are as at be by can could do does for from get had has have how i if in is it let me my no not of
    on one or our out over send so that the their them there they this to two up us was we what when who will
    with would you your more need please thank thanks which new all about any give
    ich sie wir ihnen ihre ihr ihren uns unser unsere der die das den dem ein eine einen für und oder nicht
    mit von zu zur im in am an auf bei bitte haben kann können was wie es ist auch nur noch
    je nous vous le la les un une des du de et ou pour par sur en est ce que qui votre vos notre nos pas
    like more now use how know time been using work should see want much set since first still name right where before
    free same last try take change works run through yes following page look check looking send message email make
    something another over here there page click text only just get go day week next
    attached order price quote offer minutes love invoice come happy call somebody show shall may last start tell does
    is i am machen schicken rechnung angebot nous ik het een u bien très voor
    """
