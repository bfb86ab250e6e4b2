"""Which column of another system's file is what here, by its heading: people, firms and deals as HubSpot, Salesforce,
Pipedrive, Close, Zoho, Google and Outlook name them, in English, German, French and Spanish, compared loosely.

A target is "noun.field": "person.email", "firm.industry", "deal.stage". What nobody knows stays without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Noun = Literal["person", "firm", "deal"]
NOUNS: tuple[Noun, ...] = ("person", "firm", "deal")
_FOLDS = str.maketrans("äöüéèêàáíóúñç", "aoueeeaaiounc")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_STRIPPED = re.compile(r"[^a-z0-9]")

# Fields there may be several columns of: addresses, numbers, parts of a place or a name, paragraphs.
SEVERAL = frozenset(
    ("person.email", "person.telephone", "firm.telephone", "person.about", "firm.about", "deal.about", "deal.name",
     "person.place", "firm.place", "deal.closed", "deal.outcome_reason")
)  # fmt: skip

_PERSON = {
    "id": """contactid personid recordid leadid recordidcontact contactrecordid customerid externalid uid id kontaktid
              kontaktnummer personenid""",
    "given": "firstname givenname forename vorname prenom nombre nome first",
    "middle": "middlename additionalname secondname",
    "surname": "lastname surname familyname nachname familienname nomdefamille apellido apellidos cognome last",
    "name": """name fullname contactname leadname personname displayname contact person contactfullname
               ansprechpartner kontakt kontaktname nomcomplet fileas primarycontactname""",
    "email": """email emailaddress mail emailadresse workemail primaryemail email1value email1 email2 email3
                email2value email3value contactemail correo adressemail courriel emailadress secondaryemail
                otheremail emailwork emailhome emailother additionalemail additionalemailaddresses homeemail
                personalemail email2address email3address primarycontactprimaryemail contactemails personemail
                personemailwork personemailhome personemailother email2adresse email3adresse mailadresse""",
    "telephone": """phone phonenumber telephone tel mobile mobilephone mobilephonenumber workphone businessphone
                    telefon telefonnummer handy mobil mobiltelefon phone1value phone2value telephoneno telefono
                    primaryphone contactphone directphone homephone otherphone phonework phonehome phonemobile
                    phoneother telefongeschaftlich telefonprivat telefonmobil mobilnummer festnetz handynummer
                    telefon1 telefon2 rufnummer assistantphone asstphone phone2 businessphone2
                    primarycontactprimaryphone contactphones cell cellphone direct""",
    "title": "title jobtitle position contacttitle role funktion stellenbezeichnung poste cargo berufsbezeichnung",
    "street": """address street streetaddress mailingstreet adresse strasse anschrift rue direccion address1
                 addressline1 businessstreet homestreet mailingaddress contactaddress strassegeschaftlich
                 strasseprivat""",
    "city": """city town place mailingcity ort stadt ville ciudad citta suburb businesscity homecity wohnort
               ortgeschaftlich""",
    "postcode": """postcode postalcode zip zipcode mailingzip mailingpostalcode mailingzippostalcode plz
                   postleitzahl codepostal businesspostalcode homepostalcode postleitzahlgeschaftlich""",
    "region": """state region stateregion mailingstate province bundesland mailingstateprovince businessstate kanton
                 bundeslandkanton""",
    "country": """country mailingcountry land pays pais countryregion businesscountry countryregionname landregion
                  landregiongeschaftlich""",
    "link": """linkedin linkedinurl linkedinprofile linkedinbio linkedinprofileurl url contacturl profileurl
               contacturls personallinkedin""",
    "about": """about notes note description comments notizen beschreibung bemerkung kommentar bio remarques notas
                bemerkungen kommentare""",
    "owner": """owner contactowner ownername owneremail leadowner recordowner assignedto responsible betreuer
                zustandig zustandiger verantwortlich verantwortlicher besitzer salesrep salesagent accountmanager
                contactownername""",
}
_FIRM = {
    "id": """companyid accountid organizationid organisationid recordidcompany leadid recordid orgid firmid id
             kundennummer kundennr debitorennummer firmenid unternehmensid kundenid""",
    "name": """name company companyname account accountname organization organisation organizationname
               organisationname firm firma firmenname unternehmen societe entreprise empresa azienda
               associatedcompany sitename business businessname employer leadname customer customername client kunde
               organizationtitle personorganization dealorganization companyaccount lead displayname""",
    "link": """website web url domain companydomain companydomainname websiteurl homepage webseite internet site
               companywebsite domainname webpage organizationwebsite leadurl internetadresse internetseite""",
    "industry": "industry sector branche industrie secteur sparte industrytype companyindustry vertical sic",
    "headcount": """employees numberofemployees employeecount headcount mitarbeiter mitarbeiterzahl noofemployees
                    effectif companysize numofemployees anzahlmitarbeiter""",
    "telephone": "companyphone accountphone mainphone organizationphone companyphonenumber switchboard zentrale",
    "street": """billingstreet companyaddress companystreet organizationaddress billingaddress shippingstreet
                 address1address1""",
    "city": "billingcity companycity shippingcity officelocation location headquarters standort sitz hq address1city",
    "postcode": """billingzip billingpostalcode billingcode companyzip companypostalcode billingzippostalcode
                   address1zipcode""",
    "region": "billingstate companystate billingstateprovince address1state",
    "country": "billingcountry companycountry companycountryregion address1country",
    "about": "companydescription accountdescription organizationnotes companynotes",
    "owner": "companyowner accountowner organizationowner accountownername",
}
_DEAL = {
    "id": """opportunityid dealid recordiddeal recordid opportunity opportunitynumber vorgangsnummer oppid id
             vorgangsid verkaufschancenid geschaftsid auftragsid""",
    "name": """name dealname opportunityname title deal opportunitytitle dealtitle vorgang verkaufschance subject
               potentialname affaire opportunity note bezeichnung betreff verkaufschancenname geschaft""",
    "amount": """amount value closevalue dealvalue dealamount dealsize contractvalue betrag wert summe montant
                 importe acv tcv amountincompanycurrency auftragswert angebotssumme dealwert totalvalue
                 opportunityvalue expectedvalue""",
    "currency": """currency currencycode dealcurrency currencyisocode wahrung devise moneda amountcurrency
                   valuecurrency currencyofvalue opportunityvaluecurrency""",
    "stage": """stage dealstage stagename salesstage pipelinestage phase stufe etape etapa opportunitystage tostage
                statuslabel""",
    "pipeline": "pipeline dealpipeline pipelinename salespipeline",
    "outcome": """outcome status result iswon won dealstatus opportunitystatus ergebnis resultat isclosedwon state
                  statustype""",
    "opened": """opened createdate createddate created createdat createdon creationdate datecreated dealcreated
                 engagedate createdtime dealcreatedon startdate opendate erstellt erstelltam angelegt angelegtam
                 eroffnetam adddate addtime erstellungsdatum anlagedatum dealcreateddate leaddate recordcreated""",
    "closed": """closedate closeddate closed closedat closedon closedtime wontime losttime dealclosedon dealwontime
                 enddate decisiondate geschlossenam abgeschlossen abschlussdatum datewon actualclosedate dateclosed
                 wondate lostdate dealclosedtime datelost""",
    "expected": """expectedclosedate expecteddate closingdate expectedcloseday forecastdate erwartet
                   dealexpectedclosedate expectedclosingdate estimatedclosedate estimatedclose zieldatum
                   voraussichtlicherabschluss erwartetesabschlussdatum""",
    "stage_since": """stagesince laststagechange laststagechangedate laststagechanged stagechangedate stagechangedat
                      stageentered stageenteredon stageentereddate dateenteredstage dateenteredcurrentstage
                      instagesince phaseseit stufeseit""",
    "owner": """owner dealowner opportunityowner ownername salesagent salesrep assignedto betreuer verkaufer
                zustandiger agent rep seller responsible accountexecutive ae username user""",
    "next_step": "nextstep nextsteps nextaction nachsterschritt nextactivity",
    "about": "description notes comments dealdescription beschreibung notizen",
    "outcome_reason": """closedlostreason closedwonreason lostreason reasonlost lossreason wonreason
                         dealstatusreason reasonforloss verlustgrund reason""",
    "product": "product productname products item produkt artikel productline",
}
_KNOWN: dict[str, dict[str, str]] = {"person": _PERSON, "firm": _FIRM, "deal": _DEAL}
_OTHER_FIRM = ("id", "name", "link", "industry", "headcount", "telephone", "street", "city", "postcode", "region",
               "country", "owner", "about")  # fmt: skip
# In a file of one noun, what tells of another: only headings that name it.
_BESIDE_PERSON = {
    "firm.id": """companyid accountid organizationid organisationid associatedcompanyids associatedcompanyid
                  primaryassociatedcompanyid personorganizationid accountnameid associatedcompanyidsprimary
                  companynameid firmenid unternehmensid""",
    "firm.name": " ".join(word for word in _FIRM["name"].split() if word not in ("name", "displayname", "leadname")),
    "firm.link": """website web companydomain companydomainname domain websiteurl homepage webpage companywebsite
                    webseite internet internetadresse internetseite""",
    "firm.industry": _FIRM["industry"],
    "firm.headcount": _FIRM["headcount"],
    "firm.telephone": _FIRM["telephone"],
    "firm.owner": _FIRM["owner"],
}  # fmt: skip
_BESIDE_DEAL = {
    "firm.id": """companyid accountid organizationid associatedcompanyids associatedcompanyid
                  primaryassociatedcompanyid dealorganizationid leadid accountnameid associatedcompanyidsprimary
                  companynameid""",
    "firm.name": _BESIDE_PERSON["firm.name"] + " leadname associatedcompanyprimary",
    "firm.link": _BESIDE_PERSON["firm.link"],
    "firm.industry": _FIRM["industry"],
    "person.id": """contactid personid associatedcontactids associatedcontactid dealpersonid primarycontactid
                    contactnameid associatedcontactidsprimary kontaktid""",
    "person.name": """contactname contact primarycontact personname dealcontactperson associatedcontact person
                      ansprechpartner kontakt""",
    "person.email": """contactemail email personemail primarycontactemail emailaddress personemailwork
                       personemailhome personemailother""",
}  # fmt: skip
_BESIDE_FIRM = {
    "person.id": "primarycontactid associatedcontactids associatedcontactidsprimary",
    "person.name": "contactname primarycontactname primarycontact contactperson ansprechpartner",
    "person.given": "primarycontactfirstname",
    "person.surname": "primarycontactlastname",
    "person.email": "primarycontactprimaryemail primarycontactotheremails contactemail email primaryemail emailaddress",
    "person.telephone": "primarycontactprimaryphone primarycontactotherphones contactphone",
    "person.title": "contacttitle primarycontacttitle",
}  # fmt: skip
# In a file of firms these are the firm's, by the same words as a person's.
_FIRMS_TOO = ("telephone", "street", "city", "postcode", "region", "country", "about", "owner")
# Prefixes that systems put before a heading: "Person - Email - Work", "Deal - Title", "lead_name", "Account Name.id".
_PREFIX = {
    "person": ("person", "contact", "lead", "primarycontact"),
    "firm": ("organization", "organisation", "company", "account", "lead"),
    "deal": ("deal", "opportunity", "potential"),
}

_MARKS: dict[str, tuple[str, ...]] = {
    "hubspot": ("recordid", "associatedcompany", "contactowner", "companydomainname", "dealstage", "lifecyclestage",
                "closedwonreason", "associatedcontact", "hubspotowner", "associatedcompanyids", "createdate"),
    "salesforce": ("accountid", "opportunityname", "accountname", "leadsource", "mailingstreet", "opportunityowner",
                   "billingstreet", "forecastcategory", "contactid", "isclosed", "iswon", "probability",
                   "systemmodstamp", "fiscalperiod", "isdeleted", "ownerid", "isconverted", "createdbyid"),
    "pipedrive": ("personname", "persononorganization", "organizationname", "dealtitle", "dealvalue", "dealstage",
                  "personorganization", "personemailwork", "dealstatus", "dealwontime", "labels", "peoplecount",
                  "opendealscount", "closeddealscount", "organizationlabels", "organizationpeople", "organizationowner",
                  "personlabels", "personowner"),
    "close": ("leadname", "displayname", "primarycontactname", "primarycontactprimaryemail", "leadid", "statuslabel",
              "statustype", "confidence", "valueperiod", "valueformatted", "contacturls", "contactemails"),
    "zoho": ("closingdate", "dealname", "accountnameid", "contactnameid", "dealownerid", "createdtime", "modifiedtime",
             "recordid", "emailoptout", "dealowner", "contactowner", "lastactivitytime", "tag", "accountownerid",
             "contactownerid", "leadownerid",
             "accountowner"),
}  # fmt: skip
SYSTEMS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "pipedrive": "Pipedrive", "close": "Close", "zoho": "Zoho"}


def plain(heading: str) -> str:
    """A heading for comparing: "E-Mail Address" gives "emailaddress", "Straße" gives "strasse"."""
    return _STRIPPED.sub("", heading.lower().replace("ß", "ss").translate(_FOLDS))


def words_in(heading: str) -> list[str]:
    """The words of a heading in lower case: 'salesRep_ID' is sales, rep, id."""
    return [word.lower() for word in _WORD.findall(heading.translate(str.maketrans("äöüÄÖÜ", "aouAOU")))]


def system_of(headings: Sequence[str]) -> str:
    """Which system wrote these headings: "hubspot" ..., '' when it is not clear. Two marks are wanted, and most of
    all systems'."""
    there = {plain(heading) for heading in headings}
    score = {name: sum(mark in there for mark in marks) for name, marks in _MARKS.items()}
    best = max(score, key=lambda name: score[name])
    others = max(score[name] for name in score if name != best)
    return best if score[best] >= 2 and score[best] > others else ""


def noun_of(headings: Sequence[str]) -> Noun | Literal[""]:
    """What the rows of a table are about; '' for none of ours (a list of products, of regions)."""
    there = {plain(heading) for heading in headings}
    words = {word for heading in headings for word in words_in(heading)}
    deal = 2 * bool(there & set((_DEAL["stage"] + " " + _DEAL["pipeline"]).split())) + 2 * bool(
        words & {"opportunity", "deal"}
    )
    deal += sum(bool(there & set(_DEAL[name].split())) for name in ("amount", "closed", "expected"))
    person = 3 * bool(there & set((_PERSON["given"] + " " + _PERSON["surname"]).split()))
    person += 2 * bool(there & set(_PERSON["email"].split())) + ("jobtitle" in there)
    person += bool(words & {"contact", "person", "kontakt"})
    firm = sum(bool(there & set(_FIRM[name].split())) for name in ("industry", "headcount", "link"))
    firm += 2 * bool(there & (set(_FIRM["name"].split()) - {"name", "displayname", "lead"}))
    if {"leadid", "displayname"} <= there or {"leadname", "primarycontactname"} <= there:
        return "firm"  # a lead of Close is a firm with its people
    if deal >= 4 or (deal >= 3 and person < 4):
        return "deal"
    if person and "name" in there and there & (set(_FIRM["name"].split()) - {"name", "displayname", "lead"}):
        person += 2  # who has a name beside that of a firm is no firm
    if person >= 2 and person >= firm - 1:
        return "person"
    if firm >= 2 or ("name" in there and firm):
        return "firm"
    return "person" if {"name", "fullname", "kontakt", "telefon", "phone"} & there else ""


def targets(headings: Sequence[str], noun: Noun) -> list[str]:
    """What each column is here, in order; '' for what nobody knows. The first column of a target has it, but for those
    there may be several of."""
    beside = {"person": _BESIDE_PERSON, "deal": _BESIDE_DEAL, "firm": _BESIDE_FIRM}[noun]
    lookup: dict[str, str] = {}
    for target, words in beside.items():
        for word in words.split():
            lookup.setdefault(word, target)
    own: dict[str, str] = {}
    for name, words in _KNOWN[noun].items():
        for word in words.split():
            own.setdefault(word, f"{noun}.{name}")
    for name in _FIRMS_TOO if noun == "firm" else ():
        for word in _PERSON[name].split():
            if word not in lookup:
                own.setdefault(word, f"firm.{name}")
    if noun == "person" and {"leadid", "leadname"} <= {plain(heading) for heading in headings}:
        for word, target in (("leadid", "firm.id"), ("leadname", "firm.name")):  # a lead of Close is a firm
            del own[word]
            lookup[word] = target
    found: list[str] = [""] * len(headings)
    taken: set[str] = set()
    exact = sorted(range(len(headings)), key=lambda at: plain(headings[at]) not in own)
    for at in exact:
        target = _target(headings[at], noun, own, lookup)
        if target and (target not in taken or target in SEVERAL):
            found[at] = target
            taken.add(target)
    if {"person.given", "person.surname"} <= taken:
        found = ["" if target == "person.name" and noun == "person" else target for target in found]
    return found


def _target(heading: str, noun: Noun, own: dict[str, str], beside: dict[str, str]) -> str:
    word = plain(re.sub(r"\(\d+\)$", "", heading))
    if word in own:
        return own[word]
    if word in beside:
        return beside[word]
    for prefix in _PREFIX[noun]:
        rest = word.removeprefix(prefix)
        if rest != word and rest in own:
            return own[rest]
    bare = re.sub(r"(?:work|home|mobile|other|\d)+$", "", word)
    return own[bare] if bare != word and own.get(bare) in SEVERAL else ""
