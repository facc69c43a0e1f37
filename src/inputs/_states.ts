import type { State } from '../model/connection.js';

/**
 * State words as tools print them, upper case, `-` and blank turned to `_`, a run of non-ASCII letters turned to `?`
 * (so that ABHÖREN survives every wrong code page: ABH™REN, ABHÃ–REN). German is the only language whose Windows is
 * known to translate them; the rest is best effort, the row's shape decides without it.
 */
const WORDS: Readonly<Record<State, string>> = {
  established:
    'ESTABLISHED ESTAB ESTABLISH EST HERGESTELLT VERBUNDEN ESTABLECIDO ESTABLECIDA STABILITO STABILITA STABILITE ETABLIE ' +
    'ETABLI ?TABLIE ?TABLI TABLIE ESTABELECIDA ESTABELECIDO GEVESTIGD KURULDU USTANOVLENO ESTABELECIDA CONECTADO CONNECTED ' +
    'OPPRETTET ETABLERAT ETABLERET ETABLERT ESTBLSH ESTABLIS S1 ONGOING',
  listening:
    'LISTENING LISTEN LIST ABH?REN ABHOEREN ABHOREN ABHREN LAUSCHEN H?REN LAUSCHT ESCUCHANDO ESCUCHAR ECOUTE ?COUTE ' +
    'EN_?COUTE ATTENTE ASCOLTO IN_ASCOLTO ESCUTANDO ESCUTAR OUVINDO LUISTEREN LUISTERT DINLENIYOR D?NLEN?YOR D?NL?YOR ' +
    'NASLUCHIWANIE NAS?UCHIWANIE AVLYTTER LYSSNAR SERVER',
  'syn-sent': 'SYN_SENT SYN_SEND SYNSENT SYN_GESENDET SYN_ENVIADO SYN_ENVOY? SYN_INVIATO S0 SHR',
  'syn-received':
    'SYN_RECEIVED SYN_RECV SYN_RCVD SYNRCVD SYNRECEIVED SYNRECV SYN_EMPFANGEN SYN_RECIBIDO SYN_RE?U SYN_RICEVUTO NEW_SYN_RECV SH',
  'fin-wait-1': 'FIN_WAIT_1 FIN_WAIT1 FINWAIT1 FINWAIT_1 FIN_WARTEN_1 FIN_WARTEN1 FIN_WARTE_1',
  'fin-wait-2': 'FIN_WAIT_2 FIN_WAIT2 FINWAIT2 FINWAIT_2 FIN_WARTEN_2 FIN_WARTEN2 FIN_WARTE_2',
  'time-wait': 'TIME_WAIT TIMEWAIT WARTEND ZEIT_WARTEN TIEMPO_ESPERA TEMPO_ESPERA TIME_WARTEN',
  'close-wait': 'CLOSE_WAIT CLOSEWAIT CLOSEWAI SCHLIESSEN_WARTEN SCHLIE?EN_WARTEN SCHLIESSEN_WARTE CERRAR_ESPERA',
  'last-ack': 'LAST_ACK LASTACK LETZTE_BEST LETZTE_BEST?T LETZTE_BESTAETIGUNG LETZTE_BESTATIGUNG LETZTES_ACK',
  closing: 'CLOSING SCHLIESSEN SCHLIESSEND SCHLIE?EN WIRD_GESCHLOSSEN',
  closed:
    'CLOSED CLOSE DELETE_TCB DELETETCB GESCHLOSSEN TCB_L?SCHEN CERRADO CERRADA SF REJ RSTO RSTR RSTOS0 RSTRH S2 S3 ' +
    'TERMINATED DISCONNECTED',
  bound: 'BOUND GEBUNDEN IDLE',
  unconnected: 'UNCONN UNCONNECTED',
  none: '- -- NONE N/A NA',
  unknown: 'UNKNOWN OTH *',
};

/** Words that contain no ASCII letter, compared as they are. Only quoted by other projects, not seen in real output. */
const OTHER_SCRIPTS: readonly (readonly [string, State])[] = [
  ['ПРОСЛУШИВАНИЕ', 'listening'],
  ['СЛУШАЕТ', 'listening'],
  ['УСТАНОВЛЕНО', 'established'],
  ['УСТАНОВЛЕНА', 'established'],
  ['ОЖИДАНИЕ', 'time-wait'],
  ['侦听', 'listening'],
  ['監聽', 'listening'],
  ['已建立', 'established'],
  ['リッスン', 'listening'],
  ['確立', 'established'],
];

/** Spellings beyond the table that are remembered. */
const MEMO = 2_000;

let known: Map<string, State> | null = null;

function table(): Map<string, State> {
  known = new Map(OTHER_SCRIPTS);
  for (const [state, words] of Object.entries(WORDS)) {
    for (const word of words.split(' ')) known.set(word, state as State);
  }
  return known;
}

/** The state a word stands for in any tool or language; null when nobody is known to print it. */
export function stateOf(word: string): State | null {
  const states = known ?? table();
  const exact = states.get(word);
  if (exact !== undefined) return exact;
  const upper = word.trim().toUpperCase();
  const folded = upper.replace(/[\s_-]+/g, '_');
  const damaged = folded.replace(/[^\x21-\x7e]+/g, '?');
  const state = states.get(upper) ?? states.get(folded) ?? states.get(damaged) ?? null;
  if (state !== null && states.size < MEMO) states.set(word, state);
  return state;
}
