"""More of what people write: offers made, work done for a customer, a firm's own books and rooms, a salesman's title,
and the wares of mass mail. In the form of words_tells.py. Data only.
"""

from __future__ import annotations

PHRASES: dict[str, str] = {
    # Whoever writes this names a price or sends an offer: from us to a buyer, from a supplier to us.
    "offer": """
        our offer / our quote / our quotation / our proposal / my proposal / my offer / the offer is attached /
        the quote is attached / the quotation is attached / the proposal is attached / attached the offer /
        attached is the quote / attached is the offer / attached is our / attached the quote / here is the offer /
        here is the quote / here is our offer / here is our quote / here is our proposal / here is the proposal /
        i have quoted / we have quoted / as quoted / offer number / quote number / quotation no / the offer holds /
        the quote holds / offer is valid / quote is valid / valid until / our price for / our price is / the price is /
        the price would be / the price for / would come to / comes to a total / per seat / per licence / per license /
        plus vat / net of vat / fob / moq / lead time * weeks / price is usd / price is eur / per normseite /
        unser angebot / mein angebot / angebot anbei / angebot hängt an / anbei das angebot / anbei ein angebot /
        im anhang das angebot / im angebot steht / angebot gilt / das angebot hält / unser preis / der preis ist /
        der preis wäre / der preis beträgt / zzgl mwst / zuzüglich mehrwertsteuer / notre offre / notre devis /
        notre proposition / ci joint le devis / ci joint notre devis / voici le devis / voici notre devis /
        voici notre offre / le devis est valable / le prix est / le prix serait / hors taxes
        """,
    # Whoever writes this looks after somebody who has bought.
    "serves": """
        your order / your licences / your licenses / your subscription / your renewal / your contract with us /
        your account with us / your serial / your units / we have fixed / i have fixed / it is fixed / is fixed now /
        has been fixed / fixed in the / a new version / in the next release / a replacement / replacements /
        replace it / replace them free / we replace / we repair / we repaired / sorry about the delay /
        sorry for the trouble / credit note / corrected invoice / i have credited / we have credited / will be billed /
        next bill / is on its way to you / are on their way / on the way to you / left us today /
        left the house today / leaves on / we ship / we shipped / parcel left / we calibrated / your certificate /
        your certificates / your training / since you went live / ihre bestellung / ihren auftrag / ihr auftrag /
        ihre lizenz / ihre lizenzen / ihr vertrag läuft / ihre verlängerung / ersatz ist / ersatz schicken /
        ersatz geht / wir ersetzen / ersetze ich / tausche ich / wir tauschen / ist behoben / haben wir behoben /
        gutschrift / korrigierte rechnung / geht heute raus / ist unterwegs / sind unterwegs / wir liefern /
        wir haben repariert / ihre zertifikate / schulung für ihre / votre commande / votre licence / vos licences /
        votre contrat se / votre renouvellement / c est corrigé / est corrigé / un remplacement / nous remplaçons /
        un avoir / est partie / est en route / vos certificats / the proof is / proof attached /
        first draft is attached / draft layout / entwurf hängt / entwurf anbei / der entwurf / korrekturabzug /
        price is up / prices are up / price has gone up / preis ist gestiegen / preise steigen / our fees / ab lager /
        from stock / in production / in produktion / liefertermin ist / delivery in week / ready on the / fertig am /
        épreuve ci jointe
        """,
    # A firm's own books, rooms, money and law: whoever writes this serves the firm, or is served by it.
    "back_office": """
        tax return / your rent / your tax / corporation tax / vat return / payslips / bookkeeping / year end accounts /
        annual accounts / management accounts / bank statements / close the books / filing deadline / companies house /
        your overdraft / overdraft / your loan / loan agreement / credit line / credit facility / interest rate fixed /
        your mortgage / your policy / the premium / liability cover / insurance claim / our landlord / your landlord /
        the rent / rent review / service charge / your lease / the lease / your tenancy / tenancy / the building /
        the stairwell / heating engineer / meter reading / key deposit / engagement letter / our terms of engagement /
        marked up / the draft contract / legal advice / trademark / power of attorney / umsatzsteuer / vorsteuer /
        voranmeldung / einkommensteuer / gewerbesteuer / steuererklärung / steuerbescheid / jahresabschluss /
        die buchhaltung / ihre buchhaltung / kontoauszug / kontoauszüge / lohnabrechnung / lohnabrechnungen /
        mandanten / kreditlinie /
        zinsbindung / zinssatz / dispo / versicherungsschein / schadensmeldung / haftpflicht / betriebshaftpflicht /
        die miete / mieter / vermieter / nebenkosten / betriebskosten / hausverwaltung / treppenhaus / kellertür /
        zählerstand / nachzahlung / kaution / vollmacht / notar / notartermin / vertragsentwurf / markenanmeldung /
        déclaration de tva / la comptabilité / votre comptabilité / relevé bancaire / relevés bancaires /
        fiches de paie / bulletins de paie /
        liasse fiscale / le loyer / quittance / bail commercial / le syndic / charges locatives / votre découvert /
        votre prêt / assurance responsabilité / notaire / ihr mietvertrag / ihr darlehen / ihre belege /
        fehlen * belege / die belege für / vos relevés / heizung * gewartet / wasser abgestellt
        """,
    # Whoever writes this takes what the other offered, or hands out work: from us, the other side supplies.
    "hands_out_work": """
        please go ahead / go ahead please / please start / please begin / please print / could you print /
        could you make us / could you repair / could you translate / can you deliver / can you quote /
        please deliver to us / please invoice / send the bill to / bill us / the proof is fine / proof approved /
        i need another / we need another * from you / we need * by the / i need * from you / your last confirmation /
        please confirm the delivery / when can you deliver / ready for collection / i will collect / we will collect /
        what would you charge / what do you charge / would you charge / to have you / bitte legen sie los / leg los /
        bitte so machen / bitte drucken / könnten sie * drucken / könnt ihr * drucken / könnten sie * liefern /
        können sie * liefern / ich bräuchte / ich brauche wieder / wir brauchen wieder / wir brauchen bis /
        ich hole * ab / wir holen * ab / bitte an uns liefern / rechnung an uns / ihre auftragsbestätigung /
        was nehmen sie / was nimmst du / allez y / vous pouvez commencer / vous pouvez lancer / il nous faudrait /
        il me faudrait / bon pour impression / pouvez vous imprimer / pouvez vous livrer / can you let me have /
        can you let us have / could you let us have / could you let me have / can you supply /
        can you send us another / do you have * in stock / are you able to deliver / when could you come /
        could you come and * repair / can you come and fix / we are running out / we have run out / we are down to /
        our stock of / we would like to book / i would like to book / to book a room / haben sie noch zimmer /
        haben sie noch plätze / haben sie * auf lager / hast du * auf lager / wir brauchen nachschub /
        können sie uns * liefern / kannst du * liefern / können sie * reparieren / können sie * vorbeikommen /
        machst du uns / machen sie uns wieder / wir möchten buchen / möchten * reservieren / pouvez vous réparer /
        pouvez vous nous livrer / avez vous en stock / nous voudrions réserver
        """,
    # The title of somebody who sells, as it stands in a signature.
    "sales_title": """
        account manager / account executive / key account / key account manager / sales manager / sales executive /
        sales director / head of sales / sales representative / business development / business developer /
        business development manager / growth manager / sdr / bdr / inside sales / vertriebsleiter /
        vertriebsleiterin / vertriebsinnendienst / vertriebsmitarbeiter / leiter vertrieb / leitung vertrieb /
        gebietsleiter / außendienst / ingénieur commercial / chargé d affaires / chargée d affaires /
        responsable commercial / responsable commerciale / directeur commercial / directrice commerciale
        """,
    # The wares of mass mail: they say something only of somebody we never wrote to.
    "mass_ware": """
        nigeria / nigerian / abacha / late husband / late father / late client / foreign account / foreign partner /
        security company / utmost secrecy / confidentiality / million dollars / united states dollars / us dollars /
        sum of us / trust fund / beneficiary / inheritance / merchant account / credit cards / credit card / debt /
        owe money / owe the irs / tax problems / bad credit / no credit / cash grant / free grant / free money /
        grant money / serious money / per week / income / get rich / mlm / downline / ebay / fortunes / profits /
        penny stock / stock symbol / otc / investors / strong buy / annuity / annuities / premium / final expense /
        mortgage / mortgages / lenders / refinance / loan / loans / diet / lose weight / fat / pills / viagra /
        cialis / penis / enlargement / erection / hgh / growth hormone / aging / herbal / pharmacy / prescription /
        physicians / porn / adult / xxx / sex / sexy / hot girls / teens / babes / nude / webcam / singles / lonely /
        dating / casino / lottery / winner / prize / sweepstakes / free gift / cable descrambler / descrambler / dvd /
        dvds / copy dvd / cd rom / burn / satellite / ink / toner / cartridges / printer ink / inkjet / cigarettes /
        diploma / degree / university degree / millionaire / secrets / advertisement / advertising / opportunity /
        opportunities / millions of / email addresses / bulk / blast / email marketing / web hosting / domain names /
        search engines / vacation / cruise / travel club / insurance quotes / life insurance / lowest rates /
        affiliate / affiliates / commissions / recruit / distributors / guaranteed / guarantee / dear sir /
        dear friend / dear webmaster / dear homeowner / dear business owner / attention business owners / act now /
        order now / order online / click / click here / visit our website / limited time / satisfaction /
        while supplies last / software included / unsubscribed / opt in / mailing list / this message is /
        sent in compliance / senate bill / kasino / erotik / abnehmen / kredit ohne / argent facile / gagnez
        """,
}
