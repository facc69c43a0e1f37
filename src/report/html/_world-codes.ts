/**
 * ISO 3166-1 alpha-2 to numeric, the key of the drawn countries (Natural Earth 1:110m, as world-atlas carries it).
 * Kosovo has no numeric code in ISO 3166 and is found by name.
 */
const NUMERIC =
  'FJ242 TZ834 CA124 US840 KZ398 UZ860 PG598 ID360 AR032 CL152 CD180 SO706 KE404 SD729 TD148 HT332 DO214 RU643 BS044 ' +
  'FK238 NO578 GL304 TF260 TL626 ZA710 LS426 MX484 UY858 BR076 BO068 PE604 CO170 PA591 CR188 NI558 HN340 SV222 GT320 ' +
  'BZ084 VE862 GY328 SR740 FR250 EC218 PR630 JM388 CU192 ZW716 BW072 NA516 SN686 ML466 MR478 BJ204 NE562 NG566 CM120 ' +
  'TG768 GH288 CI384 GN324 GW624 LR430 SL694 BF854 CF140 CG178 GA266 GQ226 ZM894 MW454 MZ508 SZ748 AO024 BI108 IL376 ' +
  'LB422 MG450 PS275 GM270 TN788 DZ012 JO400 AE784 QA634 KW414 IQ368 OM512 VU548 KH116 TH764 LA418 MM104 VN704 KP408 ' +
  'KR410 MN496 IN356 BD050 BT064 NP524 PK586 AF004 TJ762 KG417 TM795 IR364 SY760 AM051 SE752 BY112 UA804 PL616 AT040 ' +
  'HU348 MD498 RO642 LT440 LV428 EE233 DE276 BG100 GR300 TR792 AL008 HR191 CH756 LU442 BE056 NL528 PT620 ES724 IE372 ' +
  'NC540 SB090 NZ554 AU036 LK144 CN156 TW158 IT380 DK208 GB826 IS352 AZ031 GE268 PH608 MY458 BN096 SI705 FI246 SK703 ' +
  'CZ203 ER232 JP392 PY600 YE887 SA682 AQ010 CY196 MA504 EG818 LY434 ET231 DJ262 UG800 RW646 BA070 MK807 RS688 ME499 ' +
  'TT780 SS728 EH732';

/** Longitude and latitude of countries too small to be drawn at this scale, in whole degrees. */
const POINTS =
  'SG104,1 HK114,22 MO114,22 MT14,36 BH51,26 MU58,-20 SC55,-5 MV73,4 AD2,43 MC7,44 LI10,47 SM12,44 VA12,42 GI-5,36 ' +
  'IM-5,54 JE-2,49 GG-3,49 FO-7,62 AX20,60 SJ16,78 CV-24,15 ST7,0 KM43,-12 RE56,-21 YT45,-13 SH-6,-16 IO72,-7 ' +
  'BM-65,32 KY-81,19 VG-64,18 VI-65,18 AG-62,17 AI-63,18 BB-60,13 DM-61,15 GD-62,12 KN-63,17 LC-61,14 VC-61,13 MS-62,17 ' +
  'TC-72,22 AW-70,13 CW-69,12 SX-63,18 BQ-68,12 GP-62,16 MQ-61,15 MF-63,18 BL-63,18 GF-53,4 PM-56,47 WS-172,-14 ' +
  'TO-175,-21 TV179,-8 KI173,1 NR167,-1 FM158,7 MH171,7 PW135,8 GU145,13 MP146,15 AS-171,-14 CK-160,-21 NU-170,-19 ' +
  'PF-149,-18 WF-176,-13 TK-172,-9 NF168,-29 CX106,-10 CC97,-12 GS-37,-54 PN-130,-25 UM167,19 BV3,-54 HM73,-53';

let numeric: ReadonlyMap<string, string> | null = null;
let points: ReadonlyMap<string, readonly [number, number]> | null = null;

/** The atlas's key of a country: `DE` -> `276`; null for one that it doesn't draw. */
export function atlasKey(code: string): string | null {
  numeric ??= new Map(NUMERIC.split(' ').map((entry) => [entry.slice(0, 2), entry.slice(2)]));
  return numeric.get(code) ?? null;
}

/** Where a country that isn't drawn lies, as [longitude, latitude] in degrees; null when it is drawn or not known. */
export function placeOf(code: string): readonly [number, number] | null {
  points ??= new Map(
    POINTS.split(' ').map((entry) => {
      const [longitude, latitude] = entry.slice(2).split(',').map(Number);
      return [entry.slice(0, 2), [longitude, latitude]];
    }),
  );
  return points.get(code) ?? null;
}
