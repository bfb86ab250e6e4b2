"""Which column of a table of people or firms is which, by its heading as programs and people write it.

Headings are compared without case, spaces and marks, in English, German, French, Spanish and Italian: as HubSpot,
Salesforce, Pipedrive, Close, Zoho, Google and Outlook export them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.record_fields import Role

_HEADINGS: dict[Role, str] = {
    "given": "firstname givenname forename vorname prenom nombre nome first",
    "surname": "lastname surname familyname nachname familienname nomdefamille apellido apellidos cognome last",
    "name": """
        name fullname contactname leadname personname displayname contact person contactfullname alias aliasname
        ansprechpartner kontakt kontaktname nom nomcomplet
    """,
    "firm": """
        company companyname account accountname organization organisation organizationname organisationname firm
        firma firmenname unternehmen societe entreprise empresa azienda associatedcompany leadcompany sitename
        business businessname employer
    """,
    "email": """
        email emailaddress mail emailadresse workemail primaryemail email1value email1 contactemail correo
        adressemail courriel emailadress
    """,
    "phone": """
        phone phonenumber telephone tel mobile mobilephone mobilephonenumber workphone businessphone telefon
        telefonnummer handy mobil mobiltelefon phone1value telephoneno telefono primaryphone contactphone
        directphone
    """,
    "address": """
        address street streetaddress mailingstreet billingstreet adresse strasse anschrift rue direccion indirizzo
        address1 addressline1 businessstreet
    """,
    "place": "city town place mailingcity billingcity ort stadt ville ciudad citta suburb businesscity",
    "postcode": """
        postcode postalcode zip zipcode mailingzip mailingpostalcode billingpostalcode plz postleitzahl codepostal
        codigopostal cap
    """,
    "date": "dob dateofbirth birthday birthdate geburtsdatum geburtstag datedenaissance",
    "number": "streetnumber housenumber hausnummer",
    "code": "socsecid taxid vatid vatnumber vat ustid ustidnr dunsnumber companynumber registrationnumber",
    "text": "",
}
_ROLES: dict[str, Role] = {heading: role for role, words in _HEADINGS.items() for heading in words.split()}
_FOLDS = str.maketrans("äöüßéèêàáíóúñç", "aouseeeaaiounc")


def plain(heading: str) -> str:
    """A heading for comparing: "E-Mail Address" gives "emailaddress", "Straße" gives "strasse"."""
    lowered = heading.lower().replace("ß", "ss").translate(_FOLDS)
    return re.sub(r"[^a-z0-9]", "", lowered)


def roles_of(headings: Sequence[str], said: Mapping[str, str]) -> dict[str, Role]:
    """Heading to what it holds; `said` (heading to role) goes before what is found. Columns nobody knows are left out.

    "Company" and "Company Name" hold the same: the first of a role counts, but for e-mail and telephone, of which there
    may be several. Where given name and surname stand, the whole name adds nothing. Raises CannotRead for a role or a
    heading there is not."""
    by_plain = {plain(heading): heading for heading in headings}
    found: dict[str, Role] = {}
    for heading, role in said.items():
        if plain(heading) not in by_plain:
            raise CannotRead(f"There is no column {heading!r}.", f"There are: {', '.join(headings)}")
        if role not in _HEADINGS:
            raise CannotRead(f"A column cannot hold {role!r}.", f"It holds one of: {', '.join(_HEADINGS)}")
        found[by_plain[plain(heading)]] = role
    for heading in headings:
        known = _ROLES.get(plain(heading))
        if known and heading not in found and (known in ("email", "phone") or known not in found.values()):
            found[heading] = known
    if {"given", "surname"} <= set(found.values()):
        found = {heading: role for heading, role in found.items() if role != "name" or heading in said}
    return found
