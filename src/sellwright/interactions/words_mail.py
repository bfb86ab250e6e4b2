"""Words that addresses are made of: free-mail providers, relays, role names, machine names. Data only.

Each list is short on purpose and open to additions; docs/reference/who-is-who.md says what each one does.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Providers whose name stands under many endings (yahoo.co.uk, hotmail.fr, gmx.at): the first label of the
# registrable domain decides.
FREE_MAIL_NAMES = _words(
    """
    yahoo ymail rocketmail hotmail outlook live msn gmail googlemail gmx aol icloud protonmail proton tutanota
    tutamail yandex zoho fastmail hushmail lycos excite caramail
    """
)
# Names above that are also bought by firms under rare endings count only under these endings.
FREE_MAIL_ENDINGS = _words(
    """
    com net org de at ch fr be nl lu it es pt co.uk uk ie dk se no fi pl cz sk hu ro bg gr com.gr ru ua by kz
    com.tr tr il co.il in co.in co.jp jp com.au au co.nz nz ca com.br br com.mx mx com.ar ar cl co pe com.pe
    com.co ve com.ve com.sg sg com.my my co.id co.th com.ph ph com.vn vn com.hk hk com.tw tw cn com.cn co.kr kr
    co.za za eu me us info im fm io pm mobi
    """
)

# Free-mail providers and the mail domains that internet providers give to households.
FREE_MAIL = _words(
    """
    gmail.com googlemail.com icloud.com me.com mac.com ya.ru mail.ru bk.ru list.ru inbox.ru rambler.ru
    internet.ru ukr.net i.ua meta.ua bigmir.net tut.by abv.bg mail.bg dir.bg web.de freenet.de t-online.de
    arcor.de online.de 1und1.de vodafone.de vodafonemail.de kabelmail.de unitybox.de netcologne.de ewetel.net
    ewe.net osnanet.de versatel.de alice.de alice-dsl.net o2online.de o2mail.de email.de mail.de posteo.de
    posteo.net mailbox.org firemail.de compuserve.de compuserve.com cs.com netscape.net epost.de emailn.de
    lycos.de directbox.com smart-mail.de mnet-online.de htp-tel.de wtnet.de kabelbw.de tiscali.de snafu.de
    gmx.net gmx.com gmx.eu gmx.org a1.net aon.at chello.at utanet.at inode.at drei.at liwest.at tele2.at
    kabsi.at bluewin.ch bluemail.ch sunrise.ch hispeed.ch swissonline.ch vtxmail.ch quickline.ch orange.fr
    wanadoo.fr free.fr sfr.fr neuf.fr laposte.net club-internet.fr numericable.fr bbox.fr aliceadsl.fr
    cegetel.net voila.fr noos.fr 9online.fr 9business.fr dbmail.com gmx.fr skynet.be telenet.be proximus.be
    scarlet.be voo.be belgacom.net pandora.be pt.lu internet.lu ziggo.nl kpnmail.nl kpnplanet.nl planet.nl
    hetnet.nl home.nl casema.nl chello.nl upcmail.nl xs4all.nl quicknet.nl zeelandnet.nl zonnet.nl tele2.nl
    solcon.nl caiway.nl libero.it virgilio.it tin.it alice.it tim.it tiscali.it inwind.it iol.it fastwebnet.it
    teletu.it email.it aruba.it poste.it vodafone.it tiscalinet.it telefonica.net terra.es ono.com movistar.es
    orange.es jazzfree.com ya.com euskaltel.net sapo.pt clix.pt netcabo.pt mail.telepac.pt iol.pt vodafone.pt
    btinternet.com btopenworld.com talk21.com sky.com virginmedia.com virgin.net blueyonder.co.uk ntlworld.com
    talktalk.net tiscali.co.uk plus.com plusnet.com o2.co.uk orange.net freeserve.co.uk fsnet.co.uk lineone.net
    eircom.net mail.dk post.dk jubii.dk stofanet.dk tdcadsl.dk youmail.dk online.no start.no broadpark.no
    telia.com comhem.se bredband.net bredband2.com spray.se tele2.se kolumbus.fi elisanet.fi pp.inet.fi
    saunalahti.fi luukku.com suomi24.fi wp.pl o2.pl onet.pl interia.pl op.pl vp.pl poczta.onet.pl tlen.pl
    gazeta.pl poczta.fm go2.pl seznam.cz centrum.cz email.cz post.cz volny.cz atlas.cz azet.sk centrum.sk
    zoznam.sk post.sk freemail.hu citromail.hu t-online.hu upcmail.hu indamail.hu otenet.gr forthnet.gr
    walla.com walla.co.il netvision.net.il bezeqint.net rediffmail.com sify.com in.com indiatimes.com qq.com
    foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 21cn.com aliyun.com tom.com
    vip.qq.com vip.163.com naver.com hanmail.net daum.net nate.com kakao.com hotmail.co.jp nifty.com
    biglobe.ne.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com ocn.ne.jp so-net.ne.jp
    plala.or.jp uol.com.br bol.com.br terra.com.br ig.com.br globo.com r7.com oi.com.br zipmail.com.br
    superig.com.br prodigy.net.mx bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au dodo.com.au
    ozemail.com.au westnet.com.au internode.on.net adam.com.au xtra.co.nz slingshot.co.nz clear.net.nz
    orcon.net.nz paradise.net.nz mweb.co.za telkomsa.net vodamail.co.za webmail.co.za iafrica.com comcast.net
    verizon.net att.net sbcglobal.net bellsouth.net pacbell.net ameritech.net swbell.net prodigy.net cox.net
    charter.net spectrum.net rr.com twc.com roadrunner.com optonline.net optimum.net earthlink.net
    mindspring.com juno.com netzero.net netzero.com windstream.net frontier.com frontiernet.net centurylink.net
    centurytel.net embarqmail.com q.com qwest.net suddenlink.net cableone.net mchsi.com insightbb.com rcn.com
    peoplepc.com adelphia.net aim.com usa.net usa.com mail.com email.com post.com consultant.com engineer.com
    iname.com myself.com techie.com europe.com writeme.com doctor.com lawyer.com accountant.com bigfoot.com
    netaddress.com excite.com lycos.com mailcity.com angelfire.com go.com attbi.com shaw.ca rogers.com
    sympatico.ca bell.net telus.net videotron.ca cogeco.ca sasktel.net eastlink.ca nb.sympatico.ca mts.net
    hush.com hushmail.com lavabit.com tuta.io tuta.com tutanota.com keemail.me pm.me proton.me protonmail.ch
    fastmail.fm fastmail.com fastmail.net sent.com inbox.com inbox.lv inbox.lt mail.lv one.lt mail.ee hot.ee
    riseup.net autistici.org disroot.org runbox.com startmail.com mailfence.com countermail.com zoho.com
    zohomail.com zohomail.eu zoho.eu gawab.com maktoob.com mynet.com superonline.com ttmail.com hey.com duck.com
    skiff.com pobox.com cox.com nerdshack.com 10minutemail.com mailinator.com guerrillamail.com yopmail.com
    trashmail.com sharklasers.com temp-mail.org
    """
)

# Services that lend an address to somebody who is elsewhere: the domain says nothing of the person's firm.
RELAYS = _words(
    """
    privaterelay.appleid.com mozmail.com relay.firefox.com users.noreply.github.com reply.github.com
    simplelogin.com simplelogin.co slmail.me anonaddy.com anonaddy.me addy.io reply.linkedin.com
    marketplace.amazon.com marketplace.amazon.de marketplace.amazon.fr marketplace.amazon.co.uk
    marketplace.amazon.it marketplace.amazon.es members.ebay.com members.ebay.de members.ebay.co.uk
    reply.craigslist.org sale.craigslist.org messages.kleinanzeigen.de mail.kleinanzeigen.de guest.booking.com
    guest.airbnb.com reply.facebook.com groupmail.facebook.com googlegroups.com groups.io yahoogroups.com
    yahoogroups.de freelists.org topica.com listserv.net groups.google.com mail.hubspot.com hubspotemail.net
    intercom-mail.com helpscout.net mailchimpapp.com mcsv.net mcdlv.net rsgsv.net amazonses.com sendgrid.net
    mailgun.org mandrillapp.com sparkpostmail.com exacttarget.com list-manage.com
    """
)

# Services whose customers each have a host of their own below it: acme.zendesk.com is not Zendesk, nor is it Acme.
HOSTED = _words(
    """
    zendesk.com freshdesk.com frontapp.com hubspot.com salesforce.com intercom.io atlassian.net
    """
)

# Hosts that carry discussion lists, by domain or by the first label of the host.
LIST_DOMAINS = _words(
    """
    googlegroups.com groups.io yahoogroups.com yahoogroups.de yahoogroups.co.uk freelists.org topica.com
    lists.sourceforge.net groups.google.com listserv.net egroups.com smartgroups.com
    """
)
LIST_LABELS = _words(
    """
    lists list listes lista liste listen listas listserv mailman mailinglist mailinglists groups
    """
)

# A desk, not a person: local parts, in English, German, French, Spanish, Italian and Dutch. A local part is split
# at . - _ + and digits; it is a role when one word is here and the others are here or in ROLE_EXTRAS.
ROLES = _words(
    """
    info infos information informations contact contacts contactus kontakt kontakte contacto contatto contato
    kontor mail email post postmaster poststelle office buero büro bureau sekretariat secretariat secretary
    secretaria secretariado segreteria receptie reception empfang rezeption accueil recepcion zentrale
    headoffice hq hello hallo hi bonjour hola ciao welcome sales salesteam presales verkauf vertrieb innendienst
    aussendienst vente ventes commercial commerciale commerciaux ventas comercial vendite verkoop export import
    support techsupport customersupport helpdesk servicedesk help hilfe aide ayuda service services
    kundenservice kundendienst kundensupport kundenbetreuung serviceclient serviceclients customerservice
    customercare clientservices client clients kunden klantenservice soporte assistance assistenza sav care
    success customersuccess einkauf beschaffung purchasing procurement purchase achat achats compras acquisti
    inkoop buying orders order bestellung bestellungen auftrag auftraege aufträge commande commandes pedidos
    ordini bestellingen shop store webshop onlineshop boutique tienda tickets ticket billing invoice invoices
    invoicing accounting accounts accountspayable accountsreceivable ap ar payable receivable payments payment
    rechnung rechnungen rechnungswesen buchhaltung fibu finanzen facture factures facturation compta
    comptabilite comptabilité facturas facturacion contabilidad fatture fatturazione amministrazione
    administracion administration facturen administratie finance treasury mahnwesen inkasso hr humanresources
    personal personalabteilung personnel bewerbung bewerbungen karriere career careers jobs job recruiting
    recruitment recrutement rh candidature candidatures empleo rrhh stellen talent press presse media medien pr
    prensa stampa marketing werbung communication communications kommunikation redaktion redaction editor
    editorial news legal recht rechtsabteilung juridique privacy datenschutz dataprotection dpo rgpd gdpr
    compliance security abuse admin administrator webmaster hostmaster sysadmin it edv ict technik technical
    tech engineering dev development developers partner partners partnership partnerships reseller resellers
    distribution dealers haendler händler logistik logistics logistique versand shipping warehouse lager
    lieferung delivery dispatch returns retouren retours quality qualitaet qualität qs qm qualite training
    schulung academy akademie formation events event veranstaltungen messe booking bookings reservation
    reservations reservierung reservas prenotazioni studio team crew staff everyone all alle tous todos feedback
    anfrage anfragen enquiry enquiries inquiry inquiries request requests demande demandes devis angebot
    angebote quote quotes offers rfq tender tenders management geschaeftsleitung geschäftsleitung
    geschaeftsfuehrung geschäftsführung direktion direction directie gerencia board vorstand members membership
    mitglieder registration anmeldung account community forum lab labor labo research projects projekte projects
    gemeinde rathaus mairie stadt schule school praxis kanzlei notariat
    """
)
ROLE_EXTRAS = _words(
    """
    de en fr es it nl uk us usa eu emea apac dach amer latam global international intl europe germany
    deutschland france austria swiss schweiz benelux nordic nordics asia worldwide north south east west nord
    sud süd sued ost dept department abteilung team service services the our and und et main central zentral
    group online web digital new neu general berlin muenchen münchen hamburg wien zuerich zürich paris lyon
    london
    """
)

# Local parts that only a machine writes from. Whole words after the same split, or found anywhere (below).
MACHINES = _words(
    """
    noreply nobody mailerdaemon daemon bounce bounces bounced notification notifications notify notifier
    benachrichtigung benachrichtigungen alert alerts alarm automailer autoreply autoresponder auto automated
    automatic automation robot bot cron listserv majordomo listmaster mailman newsletter newsletters mailing
    mailings emailing updates digest reminder reminders rss rssfeeds feed feeds unsubscribe undisclosed system
    systems server root www wwwrun apache uucp ftp monitoring monitor nagios jira bugzilla jenkins gitlab sentry
    scanner kopierer mailrobot invitations confirm confirmation confirmations verify verification returns-bounce
    announce announcements
    """
)
MACHINE_PARTS = (
    "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "dont-reply",
    "dontreply", "not-reply", "mailer-daemon", "mailerdaemon", "nepasrepondre", "ne-pas-repondre", "ne_pas_repondre",
    "nichtantworten", "nicht-antworten", "keine-antwort", "keineantwort", "noresponder", "no-responder",
    "nao-responda", "naoresponda", "non-rispondere", "nonrispondere", "geen-antwoord", "geenantwoord", "noresponse",
    "no-response", "unmonitored", "prvs=", "srs0=", "srs1=", "bounce+", "bounce-", "bounces+", "notifications+",
)  # fmt: skip
LIST_ENDINGS = ("-request", "-owner", "-bounces", "-admin", "-subscribe", "-unsubscribe", "-help", "-announce")

# Providers where one mailbox has several spellings (their own help pages say so): dots, tags, twin domains.
DOTLESS = frozenset({"gmail.com"})
TAGGED = _words(
    """
    gmail.com outlook.com hotmail.com live.com msn.com icloud.com proton.me fastmail.com fastmail.fm posteo.de
    mailbox.org hey.com yandex.ru zoho.com tuta.com runbox.com
    """
)
TWINS = {
    "googlemail.com": "gmail.com", "me.com": "icloud.com", "mac.com": "icloud.com", "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me", "pm.me": "proton.me", "ya.ru": "yandex.ru", "yandex.com": "yandex.ru",
}  # fmt: skip

TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor herr frau hr fr mme mlle m mag ing dipl dipl-ing dipl-kfm dipl-inf
    dipl-phys med rer nat phil jur h.c hc univ priv doz pd sir dame rev hon capt lt col maj gen sgt ra rain dkfm
    drs dott dottssa sig sigra sra señor señora doña don eng arch
    """
)
SUFFIXES = _words(
    """
    phd ph.d md m.d mba msc m.sc bsc b.sc ma ba bba llm ll.m mpp mph dba cpa cfa pmp jd j.d esq jr sr ii iii iv
    cissp rn dds pe cpim fca aca acca mcips dipl
    """
)
LEGAL_FORMS = _words(
    """
    gmbh ag kg ohg gbr ug se ltd limited llc llp inc incorporated corp corporation co plc sa sas sarl srl spa bv
    nv ab as oy aps pty kft kk sro ev eg mbh sarl eurl sl slu lda spzoo
    """
)
PARTICLES = _words(
    """
    van von der den de del della di da dos du la le ter ten zu zur zum af av und y e bin ibn al el
    """
)
