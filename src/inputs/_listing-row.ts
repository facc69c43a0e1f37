/** A row of netstat, ss or lsof in any language, PowerShell's header: most listings are such. */
export const LISTING_ROW =
  /^[ \t]*(?:TCP|UDP)[ \t]+[\d[*][^\r\n]{0,400}:|^(?:tcp|udp)(?:6|46|4)?[ \t]+(?:\d+[ \t]+\d+|[A-Z]{2,}[\w-]*[ \t]+\d+)[ \t]|^\S+ [^\r\n]{0,200} IPv[46] [^\r\n]{0,80} (?:TCP|UDP) \S+:|^LocalAddress +LocalPort +RemoteAddress /m;
