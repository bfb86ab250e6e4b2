"""Exports of five systems and German tables, invented, under the headings and in the formats those systems write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from sellwright.importing import plans
from sellwright.store.models import Deal, Firm, Person, Pipeline, Stage, User
from tests.firm_rows import colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db

HUBSPOT = {
    "companies.csv": (
        '"Record ID","Company name","Company owner","Create Date","Phone Number","City","Country/Region","Industry",'
        '"Company Domain Name","Number of Employees","Associated Contact IDs"\n'
        '"9001","Lab Works GmbH","Mira","2024-03-05 14:31","+49 30 123456","Berlin","Germany","Laboratories",'
        '"lab-works.example","120","101;102"\n'
    ),
    "contacts.csv": (
        '"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Lead Status","Create Date",'
        '"Associated Company","Associated Company IDs","Associated Company IDs (Primary)"\n'
        '"101","Ana","Berg","ana@lab-works.example","+49 30 1234567","Mira","Open","2024-03-05 14:32",'
        '"Lab Works GmbH","9001;9002","9001"\n'
    ),
    "deals.csv": (
        '"Record ID","Deal Name","Deal Stage","Pipeline","Amount","Close Date","Create Date","Deal owner",'
        '"Closed Lost Reason","Closed Won Reason","Associated Company IDs (Primary)","Associated Contact IDs"\n'
        '"501","Spectrometer","Closed Won","Sales","12500.00","2025-02-28 10:00","2025-01-02 09:00","Mira","",'
        '"Best service","9001","101"\n'
    ),
}
SALESFORCE = {
    "Account.csv": (
        '"ID","ISDELETED","NAME","BILLINGSTREET","BILLINGCITY","BILLINGPOSTALCODE","BILLINGCOUNTRY","PHONE","WEBSITE",'
        '"INDUSTRY","NUMBEROFEMPLOYEES","OWNERID","CREATEDDATE"\n'
        '"001A000001","false","Lab Works GmbH","Seestr. 5","Berlin","13353","Germany","+49 30 123456",'
        '"https://lab-works.example","Laboratories","120","005A01","2024-03-05T14:31:00.000Z"\n'
    ),
    "Contact.csv": (
        '"ID","ISDELETED","ACCOUNTID","LASTNAME","FIRSTNAME","NAME","MAILINGSTATE","MAILINGPOSTALCODE","PHONE","EMAIL",'
        '"TITLE","OWNERID","CREATEDDATE"\n'
        '"003A000001","false","001A000001","Berg","Ana","Ana Berg","Berlin","13353","+49 30 1234567",'
        '"ana@lab-works.example","Buyer","005A01","2024-03-05T14:32:00.000Z"\n'
    ),
    "Opportunity.csv": (
        '"ID","ISDELETED","ACCOUNTID","NAME","STAGENAME","AMOUNT","PROBABILITY","CLOSEDATE","ISCLOSED","ISWON",'
        '"OWNERID","CREATEDDATE","CONTACTID"\n'
        '"006A000001","false","001A000001","Spectrometer","Closed Won","12500.0","100.0","2025-02-28","true","true",'
        '"005A01","2025-01-02T09:00:00.000Z","003A000001"\n'
    ),
}
PIPEDRIVE = {
    "organizations.csv": (
        "Organization - ID,Organization - Name,Organization - Labels,Organization - Address,Organization - Owner,"
        "Organization - Website,Organization - Industry,Organization - Number of employees\n"
        '7,Lab Works GmbH,,"Seestr. 5, 13353 Berlin, Germany",Mira,lab-works.example,Laboratories,120\n'
    ),
    "people.csv": (
        "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Email - Home,"
        "Person - Phone - Work,Person - Phone - Mobile,Person - Owner\n"
        "11,Ana Berg,Lab Works GmbH,ana@lab-works.example,,+49 30 1234567,,Mira\n"
    ),
    "deals.csv": (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Contact person,"
        "Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Owner,Deal - Deal created,Deal - Won time,Deal - Lost time,"
        "Deal - Lost reason,Person - Email - Work\n"
        "21,Spectrometer,12500,EUR,Lab Works GmbH,Ana Berg,Sales,Offer,Won,Mira,2025-01-02 09:00:00,"
        "2025-02-28 10:00:00,,,ana@lab-works.example\n"
        "22,Centrifuge,900,EUR,Lab Works GmbH,Ana Berg,Sales,Offer,Lost,Mira,2025-01-02 09:00:00,,"
        "2025-03-01 10:00:00,Too dear,ana@lab-works.example\n"
    ),
}
CLOSE = {
    "leads.csv": (
        "id,lead_name,description,url,status_label,primary_contact_id,primary_contact_name,primary_contact_title,"
        "primary_contact_primary_phone,primary_contact_primary_email,address_1_address_1,address_1_city,created\n"
        "lead_1,Lab Works GmbH,,https://lab-works.example,Customer,cont_1,Ana Berg,Buyer,+49301234567,"
        "ana@lab-works.example,Seestr. 5,Berlin,2024-03-05T14:31:00+00:00\n"
    ),
    "contacts.csv": (
        "id,lead_id,lead_name,name,title,primary_phone,primary_email,other_emails,date_created\n"
        "cont_1,lead_1,Lab Works GmbH,Ana Berg,Buyer,+49301234567,ana@lab-works.example,,2024-03-05T14:32:00+00:00\n"
    ),
    "opportunities.csv": (
        "id,lead_id,lead_name,contact_id,contact_name,status_label,status_type,pipeline_name,user_name,value,"
        "value_currency,confidence,date_created,date_won,date_lost,note\n"
        "oppo_1,lead_1,Lab Works GmbH,cont_1,Ana Berg,Won,won,Sales,Mira,12500,EUR,100,2025-01-02T09:00:00+00:00,"
        "2025-02-28,,Spectrometer\n"
    ),
}
ZOHO = {
    "Accounts.csv": (
        "Record Id,Account Owner.id,Account Owner,Account Name,Phone,Website,Industry,Employees,Billing Street,"
        "Billing City,Billing Code,Billing Country,Created Time\n"
        "zcrm_1,zcrm_9,Mira,Lab Works GmbH,+49 30 123456,lab-works.example,Laboratories,120,Seestr. 5,Berlin,13353,"
        "Germany,2024-03-05 14:31:00\n"
    ),
    "Contacts.csv": (
        "Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Title,Phone,"
        "Mailing Zip,Created Time,Tag\n"
        "zcrm_2,zcrm_9,Mira,Ana,Berg,zcrm_1,Lab Works GmbH,ana@lab-works.example,Buyer,+49 30 1234567,13353,"
        "2024-03-05 14:32:00,\n"
    ),
    "Deals.csv": (
        "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,"
        "Contact Name.id,Contact Name,Created Time\n"
        "zcrm_3,zcrm_9,Mira,12500,Spectrometer,2025-02-28,zcrm_1,Lab Works GmbH,Closed Won,zcrm_2,Ana Berg,"
        "2025-01-02 09:00:00\n"
    ),
}
GERMAN = {
    "Firmen.csv": (
        "Kundennr.;Firmenname;Branche;Mitarbeiter;Straße;PLZ;Ort;Land;Telefon;Internetadresse;Betreuer\n"
        "K-17;Lab Works GmbH;Laboratories;120;Seestr. 5;13353;Berlin;Deutschland;030 123456;lab-works.example;Mira\n"
    ),
    "Kontakte.csv": (
        "Anrede;Vorname;Nachname;Firma;Position;E-Mail-Adresse;Telefon geschäftlich;Betreuer\n"
        "Frau;Ana;Berg;Lab Works GmbH;Einkauf;ana@lab-works.example;+49 30 1234567;Mira\n"
    ),
    "Vorgänge.csv": (
        "Vorgangsnummer;Bezeichnung;Firma;Ansprechpartner;Betrag;Währung;Phase;Erstellungsdatum;Abschlussdatum\n"
        "V-1;Spectrometer;Lab Works GmbH;Ana Berg;12.500,00;EUR;Gewonnen;02.01.2025;28.02.2025\n"
    ),
}
SYSTEMS = {
    "hubspot": HUBSPOT, "salesforce": SALESFORCE, "pipedrive": PIPEDRIVE, "close": CLOSE, "zoho": ZOHO, "": GERMAN,
}  # fmt: skip


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    pipeline = Pipeline.objects.create(name="Sales", position=0)
    Stage.objects.create(pipeline=pipeline, name="Offer", position=0)
    return colleague("Mira", "owner")


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_export_of_each_system_arrives_whole(mira: User, tmp_path: Path, system: str) -> None:
    paths = [tmp_path / name for name in SYSTEMS[system]]
    for path in paths:
        path.write_text(SYSTEMS[system][path.name], encoding="utf-8")
    row, counts = bringing.brought(mira, *paths)
    assert plans.from_json(row.plan).system == system
    assert "refused" not in counts.rows, counts.reasons

    firm = Firm.objects.get()
    assert (firm.name, firm.domain) == ("Lab Works GmbH", "lab-works.example")
    assert "Berlin" in firm.place
    if system != "close":
        assert (firm.headcount, firm.industry) == (120, "Laboratories")
    ana = Person.objects.get()
    assert (ana.name, ana.key, ana.firm) == ("Ana Berg", "ana@lab-works.example", firm)
    assert ana.telephone.replace(" ", "") == "+49301234567"
    deal = Deal.objects.get(name="Spectrometer")
    assert (deal.amount, deal.currency, deal.outcome, deal.firm) == (12_500, "EUR", "won", firm)
    if system:  # a name alone tells nobody for sure
        assert [part.person for part in deal.people.all()] == [ana]
    assert deal.closed_at is not None and datetime.fromtimestamp(deal.closed_at, UTC).date() == date(2025, 2, 28)
    assert datetime.fromtimestamp(deal.opened_at, UTC).date() == date(2025, 1, 2)
    if system not in ("salesforce", ""):  # whose files name owners by numbers, or not at all
        assert deal.owner == mira
    if system == "pipedrive":
        lost = Deal.objects.get(name="Centrifuge")
        assert (lost.outcome, lost.outcome_reason) == ("lost", "Too dear") and lost.closed_at is not None
        assert datetime.fromtimestamp(lost.closed_at, UTC).date() == date(2025, 3, 1)

    _row, counts = bringing.brought(mira, *paths)
    assert set(counts.rows) == {"same"}, "brought again it adds nothing"
