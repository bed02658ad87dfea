"""The legal forms of companies in Europe's languages, as names carry them before or after.

Written as they are compared: Latin letters, no dots. A form of several words stands as it is
spoken; names are stripped of the longest first.
"""

_FORMS = {
    "Europe": "se, sce, eeig, ewiv, eesv, geie",
    "German": (
        "gmbh, ggmbh, mbh, gmbh co kg, gmbh und co kg, ag, kg, kgaa, ag co kg, se co kg, ohg, gbr,"
        " ug, ug haftungsbeschrankt, haftungsbeschrankt, eg, egen, ev, ek, ekfm, og, gesmbh,"
        " gesellschaft mit beschrankter haftung, aktiengesellschaft"
    ),
    "French": (
        "sa, sarl, sas, sasu, eurl, snc, scs, sca, scop, scrl, sprl, srl, asbl, gie, sc,"
        " societe anonyme, societe a responsabilite limitee"
    ),
    "Dutch": "bv, nv, vof, cv, bvba, cvba, vzw, besloten vennootschap, naamloze vennootschap",
    "Italian": "spa, srl, srls, snc, sas, scarl, scrl, scpa, sapa, soc coop, societa cooperativa",
    "Spanish": (
        "sl, slu, sa, sau, slne, slp, sll, sal, s coop, scoop, scl, coop, sociedad limitada,"
        " sociedad anonima"
    ),
    "Portuguese": "lda, limitada, unipessoal lda, unipessoal, sgps, crl, sociedade anonima",
    "Polish": (
        "sp z oo, sp z o o, spzoo, sa, s a, sp k, spk, sp j, spj, sp p, ska, psa,"
        " sp z oo sp k, sp z o o sp k, spolka z ograniczona odpowiedzialnoscia, spolka akcyjna,"
        " spolka komandytowa, prosta spolka akcyjna"
    ),
    "Czech and Slovak": (
        "sro, s r o, s ro, spol sro, spol s r o, spol s ro, as, a s, vos, ks, zs, oz, druzstvo"
    ),
    "Hungarian": (
        "kft, zrt, nyrt, rt, bt, kkt, nonprofit kft, korlatolt felelossegu tarsasag,"
        " zartkoruen mukodo reszvenytarsasag"
    ),
    "Romanian": "srl, sa, snc, scs, pfa, societate cu raspundere limitata",
    "Bulgarian": "ood, eood, ad, ead, et, kd, sd, kda, dzzd, adsits",
    "Greek": "ae, epe, oe, ee, ike, mike, avee, aevee, amke, anonymi etaireia, anonimi eteria",
    "Slovene and Croatian": "doo, d o o, jdoo, dd, d d, dno, kd, sp, s p, zoo, obrt",
    "Lithuanian": "uab, ab, mb, vsi, ii, tub, kub, uzdaroji akcine bendrove, akcine bendrove",
    "Latvian": "sia, as, ik, ps, ks, sabiedriba ar ierobezotu atbildibu, akciju sabiedriba",
    "Estonian": "ou, as, uu, tu, fie, mtu, sa, osauhing, aktsiaselts",
    "Finnish": "oy, oyj, oy ab, ab oy, ky, ay, tmi, ry, osk, osakeyhtio, julkinen osakeyhtio",
    "Swedish": "ab, ab publ, publ, hb, kb, ek for, aktiebolag, aktiebolaget",
    "Danish and Norwegian": "as, a s, asa, aps, is, i s, ks, k s, ivs, amba, fmba, ans, da",
    "English, Irish and Maltese": (
        "ltd, limited, plc, llp, llc, inc, teo, teoranta, dac, clg, cpt, cga, uc, co ltd,"
        " public limited company, private limited company, designated activity company,"
        " company limited by guarantee"
    ),
    "Turkish, Serbian, Ukrainian": "as, a s, ltd sti, anonim sirketi, doo, ad, tov, pat, prat",
}
LEGAL_FORMS = frozenset(
    tuple(form.split()) for forms in _FORMS.values() for form in forms.split(", ")
)
LONGEST = max(map(len, LEGAL_FORMS))
