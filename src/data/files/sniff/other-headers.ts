/**
 * Headers of exports in other languages, and others that are not usual enough to be taken unasked, in the form of `plainHeader`.
 * One is of one field, whatever the language.
 */
export const OTHER_HEADERS: Readonly<Record<string, readonly string[]>> = {
  time: [
    ..."fechadecotización dzień дата 날짜 일자 tarih handelsdag datum fecha data gmttime localtime start timeopen".split(
      " ",
    ),
    ..."tradedate tradingdate starttime 日期 时间 交易日期 日付 日時 month period observationdate refdate monat mois mes mese week isoweek yearweek woche kalenderwoche semaine semana settimana".split(
      " ",
    ),
  ],
  open: [
    ..."otwarcie openen открытие ценаоткрытия откр 시가 açılış eröffnung erster ouverture ouv apertura abertura".split(
      " ",
    ),
    ..."openingprice openlast eröffnungskurs 开盘 开盘价 始値".split(" "),
  ],
  high: [
    ..."najwyzszy najwyższy hoog hoogste максимум макс 고가 yüksek maksimum hoch tageshoch haut plushaut máximo max".split(
      " ",
    ),
    ..."massimo máx höchst höchstkurs 最高 最高价 高値".split(" "),
  ],
  low: [
    ..."najnizszy najniższy laag laagste минимум мин 저가 düşük minimum tief tagestief bas plusbas mínimo min minimo mín".split(
      " ",
    ),
    ..."tiefst tiefstkurs 最低 最低价 安値".split(" "),
  ],
  close: [
    ..."zamkniecie zamknięcie slot slotkoers закрытие ценазакрытия цена 종가 kapanış precio fechamento schluss".split(
      " ",
    ),
    ..."schlusskurs letzter clôture dernier cierre último ultimo chiusura closing fermeture 收盘 收盘价 終値".split(
      " ",
    ),
  ],
  volume: [
    ..."wolumen obrót объём объем 거래량 hacim volumen 成交量 出来高 stücke tickvol tickvolume volumefrom basevolume".split(
      " ",
    ),
    ..."totalvolume volumenotional".split(" "),
  ],
};
