"""Concepts that buyers everywhere ask about, in the words of English, German and French.

One entry a concept: whole words, beginnings of words (`liefer*`), and words in a row joined by underscores
(`sign*_in`). A word may belong to several concepts: a lead time is about delivering and about how long.
Made for any trade; words of one trade's goods are left out. Lower case; apostrophes and hyphens part words.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "place": """where where_about* location* located situated physically country countries soil jurisdiction
        city wo woher standort* welchem_land ort où lieu* pays emplacement* situé* on_premise* stand_in
        stands_in hosted hosting whereabouts germany deutschland allemagne france frankreich austria
        österreich switzerland schweiz suisse netherlands ireland belgium italy spain frankfurt dublin
        amsterdam paris berlin vienna wien""",
    "storing": """server* host* store stored stores storage kept data_cent* datacent* cloud machine_room rack*
        rechenzentr* gehostet* gespeichert* speicher* aufbewahr* serveur* héberg* stocké* conserv* nuage
        centre_de_données data_lie records_lie daten_liegen""",
    "data": """data dataset* information logs daten datensatz datensätze messwerte aufzeichnung* unterlagen
        données donnée enregistrement* mesures histor* records record readings reading""",
    "eu": """eu union european europe europa* eea ue européen* border borders abroad germany deutschland
        allemagne frankreich france austria frankfurt munich münchen berlin vienna wien paris dublin
        amsterdam cross_border transfer_abroad ausland frontière* étranger third_countr* drittland*
        drittländ* outside_the_eu sweden denmark netherlands ireland italy spain poland belgium finland
        switzerland luxembourg cross_the_border crosses_the_border national_border landesgrenze*
        über_die_grenze grenzüberschreit*""",
    "copy": """backup* back_up backed_up copy mirror* replica* sicherung* kopie* spiegel* datensicherung*
        sauvegard* copie* restore* restoring wiederherstell* gesichert* sichern_wir sichern_sie""",
    "encryption": "encrypt* crypto* cipher* verschlüssel* chiffr* tls at_rest",
    "sign_in": """sign*_in sign*_on log*_in login* logon* log_on password* passphrase* credential* passwort*
        passwörter* kennwort* kennwörter* anmeld* einlogg* mot_de_passe mots_de_passe connexion
        identifiant* sso saml openid oauth single_sign two_factor mfa 2fa authenticat* authentifi*""",
    "directory": """directory directories entra azure ldap microsoft active_directory identity_provider okta
        accounts verzeichnis* annuaire* windows_account* microsoft_365 office_365 google_account*
        benutzerkonto benutzerkonten compte* sso single_sign""",
    "leaver": """leaver* leaves_us who_leave* employee_leave* somebody_leave* someone_leave* has_left have_left
        is_gone are_gone quits resign* departure* offboard* staff_turnover ausscheid* ausgeschieden*
        austritt* verlässt weggang weggeh* départ* stops_working stop_working leaves no_longer_work*
        former_employee* ex_employee* dismissed who_leave who_leaves leaves_the leaving_employee
        somebody_leaves someone_leaves people_leave employee_leaves exit exits quitte_l_entreprise
        quittent_l_entreprise nous_quitte""",
    "shut_out": """locked_out lock*_out disable* deactivat* revok* withdraw* blocked block switch*_off cannot_open
        shut_out access_is_removed gesperrt* sperr* deaktivier* entzogen* désactiv* bloqu* révoqu*
        cut_off switch_off switched_off shut_off no_longer_enter""",
    "access": """access permission* role roles rights authoris* authoriz* zugriff* zugang* berechtig* rolle
        rollen accès droits_d autorisation* badge badges key keys schlüssel* clé clés""",
    "attack_test": """penetration* pentest* pen_test* break_in ethical_hack* hack* vulnerabilit* schwachstell*
        intrusion* sicherheitstest* red_team* security_test* test_d_intrusion bug_bounty""",
    "security": "security secure securely cyber* sicherheit it_sicherheit sécurité sécuris* hacker*",
    "audit": "audit* prüfbericht* prüfer* geprüft* überprüf* inspect* surveillance_audit vérificat*",
    "certificate": """certif* iso 27001 9001 14001 13485 accredit* akkredit* zertifi* bescheinigung* attestation*
        soc_2 label_ce""",
    "conformity": """conform* compliance compliant complies ce ce_mark* ce_zeichen* declaration* konformität*
        richtlinie* directive* norm norms norme* standard standards regulation* regulatory vorschrift*
        réglement* approved zulassung* homolog* authority authorities amt behörde* autorité*""",
    "food": "food lebensmittel* aliment* food_grade food_safe haccp lead_free blei cadmium plomb bpa",
    "pharma": "pharma* gmp gxp fda gdp 21_cfr medical medizinprodukt* dispositif*",
    "privacy": """gdpr dsgvo rgpd privacy personal_data personal_information personenbezogen* datenschutz*
        données_personnelles data_protection""",
    "processing": """processing_agreement* data_processing dpa auftragsverarbeit* avv sous_traitance_des processor*
        sub_processor* unterauftrag* article_28 artikel_28 accord_sur_les_données
        data_protection_agreement*""",
    "erase": """delete* deletion* deleting erase* erasing erasure purge* wiped gelösch* lösch* effac* supprim*
        suppression* retention* aufbewahrungsfrist* removed_after right_to_be_forgotten""",
    "secrecy": "nda secrecy non_disclosure geheimhalt* vertraulich* confidenti* secret secrets",
    "liable": """liab* insur* haftung* haftet* haftpflicht* haften versicher* assur* responsabilit* indemnit*
        liability_cover responsible_for schadenersatz* deckungssumme* cover who_pays_if pays_for_damage
        pays_if wer_zahlt_wenn qui_paie_si""",
    "vetting": """vetted vetting background_check* police_record* criminal_record* führungszeugnis* casier*
        screening""",
    "ip": """patent* intellectual_property copyright* urheberrecht* brevet* source_code quelltext* quellcode*
        escrow""",
    "price": """price* pricing cost costs fee fees charges charged euros eur quote* quotation* preis* kosten
        kostet koste gebühr* tarif* euro angebot* prix coût* combien_coût* expensive cheap* devis teuer
        günstig* cher budget* pay how_much_is how_much_does how_much_would how_much_do was_kost*
        combien_ça charge_for you_charge we_charge extra_charge""",
    "discount": """discount* reduction* rebate* percent_off cent_off rabatt* nachlass* nachlässe* ermäßig* skonto*
        remise* ristourne* réduction* less_per cheaper_if concession* pays_less fewer_per lower_price
        per_cent_less per_cent_off mengenrabatt* staffel* lower_than cheaper fifth_less third_less
        quarter_less tenth_less half_price cent_less prozent_weniger prozent_günstiger cent_cheaper
        about_the_price about_the_amount für_cent_moins pour_cent_de_moins""",
    "volume": """quantity quantities volume* bulk menge mengen stückzahl* mengenrabatt* quantité* units batch
        larger_order* big_order* from_the_second two_or_more stück order_several buy_several
        several_machines several_units several_at_once more_than_one""",
    "raise": """price_increase* price_rise* put*_up raise* index inflation fixed fest_preis* festpreis*
        preiserhöh* erhöh* preisgarantie* augment* révis* indexation price_hold* steigt steigen
        price_holds prices_hold hold_the_price price_hold""",
    "payment": """pay pays paid payment* payable prepay* transfer deposit instalment* installment* down_payment
        zahl* bezahl* anzahlung* überweis* vorkasse paiement* payer paie acompte* virement* net_30
        thirty_days dreißig_tage trente_jours due_in due_within terms_of_payment""",
    "invoice": """invoice* invoicing bill bills billing billed rechnung* faktur* abrechn* rechnen_wir rechnen_sie
        factur* bookkeep* buchhaltung* comptabil* consolidated""",
    "tax": "vat tax mwst mehrwertsteuer* umsatzsteuer* steuer* tva taxe* net_of netto hors_taxe*",
    "public_body": """charity charities charitable non_profit* nonprofit* universit* public_bod* gemeinnützig*
        wohltätig* öffentlich* verein* hochschul* association* organisme_public* schools""",
    "reseller": """resell* retailer* trade_price* wiederverkäuf* händler* fachhandel* distributor* dealer*
        revendeur* détaillant* wholesale""",
    "currency": "currency currencies dollars pounds sterling francs währung* devise* exchange_rate*",
    "subsidy": "subsid* förder* subvention* funding grants grant_money state_grant",
    "total_cost": """running_cost* total_cost* tco upkeep laufende_kosten folgekosten coûts_annuels per_year
        each_year every_year""",
    "term": """term minimum_term contract_length bound bind tied lock_in laufzeit* mindestlaufzeit*
        vertragsdauer bindung* gebunden durée_du_contrat engag* first_year contract_period
        longer_commitment sign_for two_years_contract minimum_period commitment* commit_to
        vertragslaufzeit* durée_minimale""",
    "cancel": """cancel* terminat* get_out_of stop_the_contract kündig* résili* préavis either_side_may opt_out
        quit_the pull_out change_supplier change_provider wechsel* end_the_contract ending_the_contract
        get_out part_ways end_of_the_contract ans_ende notice_period* give_notice giving_notice
        of_notice months_notice weeks_notice days_notice notice_to_end month_s_notice written_notice
        end_it ending_it stop_any_time""",
    "contract": "contract* agreement* vertrag* contrat* accord master_agreement agb terms_and_conditions cgv",
    "renewal": "renew* prolong* auto_renew* verläng* reconduction* extension_by",
    "valid": """valid validity still_stand* does_it_stand it_stands gültig* valable* validité expire*
        stands_until hold_until price_hold*""",
    "exclusive": "exclusiv* exklusiv* sole_right* alleinvertrieb* anyone_else",
    "how_long": """how_long how_soon how_quick* how_fast lead_time* week weeks how_many_weeks how_many_days
        months_from wie_lange wie_schnell wann woche wochen lieferzeit* lieferfrist* combien_de_temps
        semaine* délai* turnaround earliest soonest frühest* wartezeit* when_can when_could when_will
        when_would when_do quand_pou* quand_sera""",
    "delivery": """deliver* lead_time* dispatch* arriv* livr* after_your_order ready warten_auf wait_for
        auf_eine_lieferung liefern liefert lieferung* lieferbar* geliefert* lieferdatum liefertermin*
        lieferzeit* lieferfrist* ausliefer*""",
    "order": """order orders ordered ordering bestell* auftrag* command* purchase_order* firm_order
        place_an_order""",
    "shipping": """ship* freight courier* parcel* pallet* versand* versend* verschick* spediteur* fracht* paket*
        palette* expédi* transport* envoi* envoyez postage incoterm* fret carrier carriers""",
    "customs": """customs duty duties zoll* verzoll* douan* export_licen* droits_d_importation eori hs_code*
        import_duty import_duties import_tax importation""",
    "packing": "packed packing packaging pack verpack* emball* conditionn* packs",
    "start": """go_live start_date get_started onboard* rollout roll_out kick_off einführ* démarr*
        mise_en_service anfangen beginnen commencer inbetrieb*""",
    "opening": "opening_hours business_hours office_hours öffnungszeit* horaire* d_ouverture",
    "minimum": "mindest* smallest least kleinste* minim* moq at_least wenigstens au_moins",
    "amount_ordered": """quantity quantities order_size order_quantit* bestellmenge* mindestbestell* mindestmenge*
        quantité* moq job menge smallest_amount smallest_order smallest_job minimum_amount
        smallest_quantity""",
    "stock": """in_stock stock availab* lagernd auf_lager vorrätig verfügbar* disponib* on_the_shelf
        on_our_shelf inventory""",
    "spare": """spare spares spare_part* replacement_part* ersatzteil* pièces_de_rechange pièce_détachée
        pièces_détachées verschleiß* wear_part* wearing_part* worn_part* worn consumable*
        verbrauchsmaterial* parts_for parts pièce_de_rechange pièces_d_usure""",
    "discontinued": """discontinued no_longer_made no_longer_sold end_of_life abgekündigt* auslauf* obsolet*
        obsolescence model_that_is successor* nachfolgemodell*""",
    "warranty": "warrant* guarantee* garanti* gewährleist* gewähr sachmängel* gewährleistungsfrist*",
    "faulty": """fault faults faulty defect* flaw* broken broke breaks breakage damaged damage malfunction*
        defekt* mangel mängel* kaputt beschädig* schaden schäden défaut* défectu* panne* cassé*
        endommag* fails failure* crack cracks cracked""",
    "replace": """replace* exchange* swap* ersatz ersetz* umtausch* austausch* tausch* remplac* échang* new_one
        another_one""",
    "returns": """return returned returns take_back send_back sent_back give_it_back go_back goes_back zurückgeb*
        rückgabe* zurücknehm* retour* reprise* reprendre renvoy* refund* money_back erstatt* rembours*
        unsold take_it_back take_them_back""",
    "repair": """repair* mend* fix fixes fixing reparier* reparatur* réparer* réparation* maintenance maintain*
        wartung* warten instandhalt* entretien* service_visit service_contract* serviced upkeep""",
    "calibration": """calibrat* recalibrat* kalibrier* eichen geeicht* eichung étalonn* calibrage* traceab*
        rückführbar*""",
    "accuracy": "accura* precision genau* précis* tolerance* toleranz* uncertaint* resolution",
    "sample": """sample* specimen* muster* probestück* échantillon* swatch* lend leihen ausleih* prêt prêter
        try_out_a""",
    "trial": """trial* pilot* test_phase test_period testphase* probe_phase proof_of_concept poc probier*
        ausprobier* testen essai* essayer tester start_with_one start_small see_how_it_goes demo démo
        probeweise probezeit* test_it try_it try_out before_we_commit before_we_decide before_we_buy
        before_we_order before_we_sign before_committing before_deciding before_buying bevor_wir_uns
        avant_de_décider avant_de_nous test_you test_it_with try_you try_the""",
    "rent": "rent* hire lease* leasing miet* vermiet* louer location_longue loue",
    "custom": """bespoke tailor* made_to personalis* personaliz* engrav* mirrored sonderanfert* individuell*
        maßgefert* sonderwunsch* anpassen sur_mesure personnalis* grav* special_version custom
        customise* customize* customis customising customizing customisation customization custom_made
        customised customized""",
    "logo": """logo* monogram* brand branding own_label white_label marke* marque* wappen emblem* initials
        brands""",
    "colour": "colour* color* farbe* lackier* couleur* teinte* ral painted match_the",
    "size": """size sizes dimension* footprint height width length weigh* maße abmess* größe gewicht* höhe
        breite platzbedarf* taille* poids encombrement* floor_space metres_by schwer""",
    "capacity": """capacity throughput per_hour an_hour per_minute output leistung* durchsatz* kapazität* débit*
        cadence* par_heure pro_stunde how_many_can in_a_month""",
    "material": """material* made_of werkstoff* rohstoff* matière* matériau* ingredient* zusammensetz* composition
        stainless""",
    "origin": "made_in country_of_origin herkunft* ursprung* provenance origine* come_from comes_from sourced",
    "sustain": """sustainab* recycl* renewable* carbon* co2 climate nachhaltig* klima* ökolog* umwelt* durable*
        environnement* green_energy écolabel* ecolabel* eco_label*""",
    "hazard": """safety_sheet* safety_data sicherheitsdatenbl* sds msds hazard* gefahrstoff* fiches_de_sécurité
        allerg*""",
    "care": "wash* dishwasher* cleaning clean reinig* spülmaschine* lave_vaisselle* nettoy* abwasch*",
    "durability": """lifetime lifespan life_span last_for how_long_do_they_last lebensdauer* haltbar* durée_de_vie
        robust* durab*""",
    "trade_in": """trade_in part_exchange old_machine in_zahlung inzahlung* altgerät* reprise_de second_hand
        used_machine*""",
    "install": """install* set_up set_it_up mount* fit fitted fitting fitter* aufstell* stellen_sie_auf
        aufzustellen montage* montier* monteur* einbau* poser pose mise_en_service inbetrieb* drill*
        bohren commissioning""",
    "engineer": """engineer* technician* fitter* mechanic* monteur* techniker* technicien* ingenieur* ingénieur*""",
    "power": """power electric* mains battery amps ampere volts voltage watt* socket plug strom* batterie* akku*
        spannung anschluss steckdose* courant électri* alimentation* pile piles prise*""",
    "radio": """wifi wi_fi wlan radio range signal gateway repeater* bluetooth lora* lte reichweite funk* portée
        réseau_sans sans_fil wireless reception empfang""",
    "network": """network ethernet lan firewall* vpn netzwerk* réseau* pare_feu internet offline network_port
        network_ports""",
    "noise": "noise noisy loud decibel* laut lautstärke* lärm* dezibel* bruit* bruyant* décibel* silent",
    "room": "floor_space platz raumbedarf* place_faut headroom",
    "air": "compressed_air druckluft* air_comprimé pneumatic*",
    "weatherproof": "waterproof ip65 ip67 outdoor* outside_in weather* wasserdicht* wetterfest* étanche*",
    "move": """relocat* moved_to move_house umzug* umziehen umsetzen déménag* second_site another_site
        deuxième_site weitere_filiale""",
    "support": """support helpdesk help_desk hotline* helpline telephone kundendienst* service_hours
        ansprechpartner* assistance* astreinte on_call on_duty bereitschaft* picks_up pick_up
        pick*_up_the erreiche* reachable erreichbar* joindre emergency notfall* notdienst* urgence*
        ring_somebody""",
    "hours": """hours hour at_night weekend* saturday* sunday* round_the_clock around_the_clock 24_7 overnight
        nachts wochenend* uhrzeit* zeiten rund_um_die la_nuit week_end week_ends samstag* sonntag*
        out_of_hours at_what_hour working_days werktag* heures""",
    "response": """response_time* reaction_time* how_soon_can how_quickly_can how_quickly_is reaktionszeit*
        vor_ort_in délai_d_intervention on_site_within stands_still standstill ausfall* breakdown*""",
    "uptime": """uptime availability sla outage* downtime goes_dark is_down are_down were_down verfügbarkeit*
        ausfallsicher* disponibilité* 99""",
    "remote": "remote* from_afar fernwart* fernzugriff* à_distance télémaintenance* from_a_distance",
    "train": """train* teach* course* workshop* schul* einweis* einarbeit* unterricht* kurs kurse formation*
        former lernen instruct_our learn refresher* forme formez formés""",
    "manual": """manual* handbook instructions anleitung* handbuch* bedienungsanl* mode_d_emploi notice_d
        documentation""",
    "language": """language* sprache* langue* translated übersetzt* traduit* english german french polish spanish
        italian czech turkish deutsch englisch französisch polnisch tschechisch speak speaks
        sprechen_ihre allemand anglais français""",
    "contact": "contact_person who_do_i_talk ansprechpartner* single_point account_manager interlocut*",
    "reference": """referenz* référence* referenc* see_it_somewhere besichtig* testimonial* case_stud* who_else
        which_other other_customer* in_use_at already_use* speak_to_a_customer talk_to_a_customer
        see_one_in_use besichtigen see_one_at_work see_it_at_work see_one_running see_it_running""",
    "customer": """customer* client* kunden kunde referenzkund* firms_like companies_like like_ours like_us
        comparable similar_firm* vergleichbar* semblabl* who_else users_like""",
    "company": """how_big_are how_old_is founded bankrupt* disappear* verschwind* gegründet* insolven*
        taille_de_votre wie_viele_leute vendor_risk go_bust out_of_business""",
    "subcontract": "subcontract* subunternehm* sous_trait* outsourc* nachunternehm* employed_by",
    "substitute": "stand_in steps_in replacement_for is_ill vertret* krank remplaçant* malad*",
    "sponsor": "sponsor* donat* spende* exhibit* fair messe* salon foire*",
    "export": """export* take_our_data get_our_data take_our_history data_out our_own_data spreadsheet* csv excel
        extract portab* herausbekomm* mitnehm* ausspiel* récupér* get_our data_export""",
    "import": """import_our migrat* read_in read_it_in bring_over overtake_data einlesen übernehmen übernahme*
        importer reprise_de_données import importieren importing""",
    "connect": """api integrat* connect* schnittstelle* anbind* angebunden* rest_api webhook* intégr* interfac*
        raccord* talk_to talks_to sync* hook_up plug_into links_to""",
    "system": """erp sap crm payroll lohnprogramm* lohnbuchhaltung* warenwirtschaft* finance_system datev oracle
        dynamics software_package our_own_system other_programs paie our_other_system*""",
    "app": "app apps mobile smartphone* tablet* android iphone* ios application_mobile",
    "browser": "browser* chrome firefox navigateur* safari operating_system* linux mac",
    "alarm": """alarm* alert* notif* text_message* sms benachrichtig* warning_light warning_message warns
        warnmeldung*""",
    "report": """report* summary summaries dashboard* bericht* auswertung* rapport* synthèse* chart* findings
        result results""",
    "print": "print* drucken ausdruck* druck imprim* a3 a4",
    "barcode": "barcode* qr_code* scan* rfid strichcode* code_barres etikett* label labels étiquet*",
    "users": """users user seats licen* per_head per_person nach_köpfen köpfe* benutzer* nutzer* lizenz*
        utilisateur* concurrent how_many_people_can per_user pro_nutzer par_utilisateur""",
    "module": """module* add_on* addon* extra_feature* zusatzmodul* optional included inklusive enthalten inclus*
        part_of_the_price""",
    "roadmap": """roadmap planned_feature* next_version upgrade* release* neue_version mise_à_jour geplant*
        software_update* next_update""",
    "sites": """several_sites all_sites branch branches standorte filiale* succursale* alle_filialen our_shops
        sites""",
    "signature": "e_sign* electronic_signature* unterschrift* docusign countersign* signature* signatur*",
    "staff": """staff people employee* team colleague* worker* mitarbeit* leute personal belegschaft*
        angestellte* personnel employé* équipe* salarié* collabor* carer* crew somebody someone person""",
    "lead_time": "lead_time* lieferzeit* lieferfrist* délai_de_livraison délais_de_livraison",
    "payment_terms": """terms_of_payment payment_term* want_to_be_paid when_do_we_pay how_do_we_pay zahlungsbedingung*
        conditions_de_paiement modalités_de_paiement upfront up_front beforehand in_advance vorkasse
        instalments deposit anzahlung* acompte* net_30 zahlungsziel* zahlungsfrist* payment_period
        third_with half_with half_when""",
    "free": """free_of_charge free_of_cost at_no_cost no_charge gratis kostenlos* kostenfrei* gratuit*
        sans_frais""",
}

# Two concepts in one text that make a third: how long it takes from the order is the lead time.
TOGETHER = (
    ("how_long", "order", "lead_time"),
    ("how_long", "delivery", "lead_time"),
)

# Said of almost everything: they add weight but are no meeting point on their own.
_WEAK = "staff how_long volume contract order hours engineer room app module report replace data security"
WEAK = frozenset(_WEAK.split())

# A meeting point, but asked of so many things that it never stands for a whole question.
_BROAD = "price payment place delivery customer export copy access size company free"
BROAD = frozenset(_BROAD.split()) | WEAK
