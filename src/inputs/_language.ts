/**
 * Header words of netstat, tasklist and ipconfig per language (Windows: reference captures; Linux: net-tools
 * translations). Only used to say which language a capture is in and to choose among code pages: rows are never recognised by words.
 * A word belongs to exactly one language here, so ambiguous ones (Proto, PID, Estado) are missing on purpose.
 */
const WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['en', ['Active Connections', 'Foreign Address', 'Local Address', 'Active Internet connections', 'Peer Address']],
  [
    'de',
    [
      'Aktive Verbindungen',
      'Lokale Adresse',
      'Remoteadresse',
      'Aktive Internetverbindungen',
      'Gegenadresse',
      'ABHÖREN',
      'HERGESTELLT',
      'VERBUNDEN',
      'Es konnten keine Besitzerinformationen',
      'Besitzerinformationen',
    ],
  ],
  [
    'fr',
    [
      'Connexions actives',
      'Adresse locale',
      'Adresse distante',
      'Connexions Internet actives',
      'État',
      'Etat',
      'informations de propriétaire',
    ],
  ],
  [
    'es',
    [
      'Conexiones activas',
      'Dirección local',
      'Dirección remota',
      'Dirección extranjera',
      'información de propiedad',
      'información de propietario',
    ],
  ],
  [
    'pt',
    [
      'Conexões ativas',
      'Endereço local',
      'Endereço externo',
      'Endereço estrangeiro',
      'Ligações activas',
      'Ligações ativas',
      'informações de propriedade',
      'Não foi possível obter',
    ],
  ],
  [
    'ru',
    [
      'Имя образа',
      'Имя записи',
      'Тип записи',
      'Активные подключения',
      'Локальный адрес',
      'Внешний адрес',
      'Состояние',
      'Активные соединения',
      'Имя',
    ],
  ],
  ['uk', ["Активні з'єднання", 'Локальна адреса', 'Зовнішня адреса', 'Активні підключення']],
  ['ko', ['이미지 이름', '레코드 이름', '활성 연결', '프로토콜', '로컬 주소', '외부 주소', '상태']],
  [
    'zh-CN',
    ['映像名称', '记录名称', '记录类型', '活动连接', '本地地址', '外部地址', '协议', '状态', '无法获取所有权信息'],
  ],
  [
    'zh-TW',
    ['映像名稱', '記錄名稱', '記錄類型', '使用中連線', '本機位址', '外部位址', '協定', '狀態', '無法取得擁有權資訊'],
  ],
  ['ja', ['イメージ名', 'レコード名', 'アクティブな接続', 'プロトコル', 'ローカル アドレス', '外部アドレス', '状態']],
  ['it', ['Connessioni attive', 'Indirizzo locale', 'Indirizzo esterno', 'Indirizzo remoto', 'Stato']],
  ['nl', ['Actieve verbindingen', 'Lokaal adres', 'Extern adres']],
  ['pl', ['Aktywne połączenia', 'Adres lokalny', 'Obcy adres', 'Protokół']],
  ['cs', ['Aktivní připojení', 'Místní adresa', 'Cizí adresa', 'Vzdálená adresa']],
  ['hu', ['Aktív kapcsolatok', 'Helyi cím', 'Idegen cím', 'Külső cím', 'Távoli cím', 'Állapot']],
  ['tr', ['Etkin Bağlantılar', 'Yerel Adres', 'Dış Adres', 'Yabancı Adres', 'İl.Kr.', 'Durum']],
  ['sv', ['Aktiva anslutningar', 'Lokal adress', 'Extern adress', 'Fjärradress']],
  ['da', ['Aktive forbindelser', 'Lokal adresse', 'Fjernadresse', 'Ekstern adresse']],
  ['nb', ['Aktive tilkoblinger', 'Lokal adresse', 'Ekstern adresse']],
  ['fi', ['Aktiiviset yhteydet', 'Paikallinen osoite', 'Etäosoite', 'Vieras osoite']],
  ['el', ['Ενεργές συνδέσεις', 'Τοπική διεύθυνση', 'Ξένη διεύθυνση']],
];

/** BCP 47 tag of the language a line is in, or null when it has no known header word. */
export function languageOf(line: string): string | null {
  for (const [tag, words] of WORDS) {
    for (const word of words) if (line.includes(word)) return tag;
  }
  return null;
}

/** How many characters of a text belong to known header words with letters beyond ASCII: what code pages compete for. */
export function knownForeignCharacters(text: string): number {
  let found = 0;
  for (const [, words] of WORDS) {
    for (const word of words) if (/[^\x20-\x7e]/.test(word) && text.includes(word)) found += word.length;
  }
  return found;
}
