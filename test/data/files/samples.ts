import type { Asked } from "./support.ts";

const NEWEST_FIRST = { repair: ["sort"] } as const;

export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly asked: Asked;
  readonly times: readonly string[];
  readonly close: readonly number[];
  readonly volume?: readonly number[];
  /** It can be read in several ways. */
  readonly isOpen?: true;
}

export const DAYS = ["2024-03-04", "2024-03-05"];

/** Written by hand in the shape of the exports that they are named after. */
export const SAMPLES: readonly Sample[] = [
  {
    name: "Yahoo with a row of null",
    text: "Date,Open,High,Low,Close,Adj Close,Volume\n2024-03-04,10,12,9,11,11,500\n2024-03-05,11,13,10,12,12,600\n2024-03-06,null,null,null,null,null,null\n",
    asked: { repair: ["drop_empty"] },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Stooq bulk",
    text: "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nABC.US,5,20240304,153000,10,12,9,11,500,0\nABC.US,5,20240304,153500,11,13,10,12,600,0\n",
    asked: { columns: { time: ["<DATE>", "<TIME>"] }, date_format: "YYYYMMDD HHmmss", timeframe: "5m" },
    times: ["2024-03-04T15:30", "2024-03-04T15:35"],
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Alpha Vantage, newest first",
    text: "timestamp,open,high,low,close,volume\n2024-03-05,11,13,10,12,600\n2024-03-04,10,12,9,11,500\n",
    asked: NEWEST_FIRST,
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Nasdaq",
    text: "Date,Close/Last,Volume,Open,High,Low\n03/05/2024,$1012.50,600,$1011.00,$1013.00,$1010.00\n03/04/2024,$11.25,500,$10.00,$12.00,$9.00\n",
    asked: { ...NEWEST_FIRST, date_format: "MM/DD/YYYY", decimal: "." },
    isOpen: true,
    times: DAYS,
    close: [11.25, 1012.5],
    volume: [500, 600],
  },
  {
    name: "Investing.com",
    text: '\u{feff}"Date","Price","Open","High","Low","Vol.","Change %"\n"03/05/2024","84,931.6","84,000.0","85,000.1","83,999.9","1.29M","2.89%"\n"03/04/2024","84,001.5","84,000.0","85,000.0","83,000.0","1.2K","-0.10%"\n',
    asked: { ...NEWEST_FIRST, date_format: "MM/DD/YYYY", decimal: "." },
    isOpen: true,
    times: DAYS,
    close: [84_001.5, 84_931.6],
    volume: [1200, 1_290_000],
  },
  {
    name: "Binance klines in microseconds",
    text: "1735689600000000,10,12,9,11,500,1735693199999999,1,2,3,4,0\n1735693200000000,11,13,10,12,600,1735696799999999,1,2,3,4,0\n",
    asked: {
      header: ["time", "open", "high", "low", "close", "volume", "close_time", "q", "n", "tb", "tq", "ignore"],
      date_format: "epoch",
      timeframe: "1h",
    },
    times: ["2025-01-01", "2025-01-01T01:00"],
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "CryptoDataDownload",
    text: "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume BTC,Volume USDT\n1709596800000,2024-03-05 00:00:00,BTC/USDT,11,13,10,12,600,7\n1709510400000,2024-03-04 00:00:00,BTC/USDT,10,12,9,11,500,6\n",
    asked: { ...NEWEST_FIRST, skip_lines: 1, columns: { volume: "Volume BTC" } },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Kraken OHLCVT",
    text: "1709510400,10,12,9,11,500,3\n1709596800,11,13,10,12,600,4\n",
    asked: { header: ["time", "open", "high", "low", "close", "volume", "trades"] },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Coinbase candles",
    text: "[[1709596800,10,13,11,12,600],[1709510400,9,12,10,11,500]]",
    asked: { ...NEWEST_FIRST, format: "json", header: ["time", "low", "high", "open", "close", "volume"] },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "MetaTrader 4",
    text: "2024.03.04,15:30,10,12,9,11,500\n2024.03.04,15:31,11,13,10,12,600\n",
    asked: {
      header: ["date", "time", "open", "high", "low", "close", "volume"],
      columns: { time: ["date", "time"] },
      date_format: "YYYY.MM.DD HH:mm",
      timeframe: "1m",
    },
    times: ["2024-03-04T15:30", "2024-03-04T15:31"],
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "MetaTrader 5",
    text: "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2024.03.04\t15:30:00\t10\t12\t9\t11\t500\t0\t2\r\n2024.03.04\t15:31:00\t11\t13\t10\t12\t600\t0\t2\r\n",
    asked: {
      columns: { time: ["<DATE>", "<TIME>"], volume: "<TICKVOL>" },
      date_format: "YYYY.MM.DD HH:mm:ss",
      timeframe: "1m",
    },
    times: ["2024-03-04T15:30", "2024-03-04T15:31"],
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "TradingView with an offset",
    text: "time,open,high,low,close,Volume,MA\n2024-03-04T00:00:00-05:00,10,12,9,11,500,NaN\n2024-03-05T00:00:00-05:00,11,13,10,12,600,1\n",
    asked: {},
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Interactive Brokers over the change of clocks",
    text: "date,open,high,low,close,volume\n20240308  09:30:00 US/Eastern,10,12,9,11,500\n20240311  09:30:00 US/Eastern,11,13,10,12,600\n",
    asked: { date_format: "YYYYMMDD HH:mm:ss z", timeframe: "1m" },
    times: ["2024-03-08T14:30", "2024-03-11T13:30"],
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Polygon",
    text: '{"ticker":"ABC","results":[{"v":500,"o":10,"c":11,"h":12,"l":9,"t":1709510400000,"n":3},{"v":600,"o":11,"c":12,"h":13,"l":10,"t":1709596800000,"n":4}]}',
    asked: { format: "json" },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Databento in nanoseconds",
    text: "ts_event,open,high,low,close,volume\n2024-03-04T00:00:00.000000000Z,10,12,9,11,500\n2024-03-05T00:00:00.000000000Z,11,13,10,12,600\n",
    asked: {},
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "European decimals",
    text: "Datum;Eröffnung;Hoch;Tief;Schluss;Stücke\n04.03.2024;1.010,5;1.012,0;1.009;1.011,25;5.000\n05.03.2024;1.011;1.013;1.010;1.012;6.000\n",
    asked: {
      columns: { time: "Datum", open: "Eröffnung", high: "Hoch", low: "Tief", close: "Schluss", volume: "Stücke" },
      date_format: "DD.MM.YYYY",
      decimal: ",",
    },
    times: DAYS,
    close: [1011.25, 1012],
    volume: [5000, 6000],
  },
  {
    name: "Chinese headers",
    text: "日期,开盘,收盘,最高,最低,成交量\n2024-03-04,10,11,12,9,500\n2024-03-05,11,12,13,10,600\n",
    asked: { columns: { time: "日期", open: "开盘", high: "最高", low: "最低", close: "收盘", volume: "成交量" } },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "Japanese headers, newest first",
    text: "日付,始値,高値,安値,終値,出来高\n2024/03/05,11,13,10,12,600\n2024/03/04,10,12,9,11,500\n",
    asked: {
      ...NEWEST_FIRST,
      columns: { time: "日付", open: "始値", high: "高値", low: "安値", close: "終値", volume: "出来高" },
    },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "German broker, date and decimal commas",
    text: "Datum;Eröffnungskurs;Höchstkurs;Tiefstkurs;Schlusskurs;Volumen\n25.03.2024;10,5;12,5;9,5;11,25;1.500\n26.03.2024;11,5;13,5;10,5;12,25;2.500\n",
    asked: {
      columns: {
        time: "Datum",
        open: "Eröffnungskurs",
        high: "Höchstkurs",
        low: "Tiefstkurs",
        close: "Schlusskurs",
        volume: "Volumen",
      },
      date_format: "DD.MM.YYYY",
      decimal: ",",
    },
    times: ["2024-03-25", "2024-03-26"],
    close: [11.25, 12.25],
    volume: [1500, 2500],
  },
  {
    name: "Spanish headers",
    text: "Fecha;Apertura;Máximo;Mínimo;Cierre;Volumen\n25/03/2024;10,5;12,5;9,5;11,25;500\n26/03/2024;11,5;13,5;10,5;12,25;600\n",
    asked: {
      columns: {
        time: "Fecha",
        open: "Apertura",
        high: "Máximo",
        low: "Mínimo",
        close: "Cierre",
        volume: "Volumen",
      },
      date_format: "DD/MM/YYYY",
      decimal: ",",
    },
    times: ["2024-03-25", "2024-03-26"],
    close: [11.25, 12.25],
    volume: [500, 600],
  },
  {
    name: "NSE",
    text: "Date,Open,High,Low,Close\n4-Mar-24,10,12,9,11\n05-MAR-24,11,13,10,12\n",
    asked: { date_format: "D-MMM-YY" },
    times: DAYS,
    close: [11, 12],
  },
  {
    name: "twelve hours and a name of the month",
    text: 'Date,Open,High,Low,Close\n"March 4, 2024 12:30 AM",10,12,9,11\n"March 4, 2024 1:30 PM",11,13,10,12\n',
    asked: { date_format: "MMM D, YYYY H:mm A", timeframe: "1h" },
    times: ["2024-03-04T00:30", "2024-03-04T13:30"],
    close: [11, 12],
  },
  {
    name: "yfinance's three headers",
    text: "Price,Close,High,Low,Open,Volume\nTicker,ABC,ABC,ABC,ABC,ABC\nDate,,,,,\n2024-03-04,11,12,9,10,500\n2024-03-05,12,13,10,11,600\n",
    asked: { skip_lines: 3, header: ["date", "close", "high", "low", "open", "volume"] },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
  {
    name: "JSON lines",
    text: '{"date":"2024-03-04","open":10,"high":12,"low":9,"close":11}\n{"date":"2024-03-05","open":"11","high":13,"low":10,"close":12}\n',
    asked: { format: "jsonl" },
    times: DAYS,
    close: [11, 12],
  },
  {
    name: "freqtrade arrays",
    text: "[[1709510400000,10,12,9,11,500],[1709596800000,11,13,10,12,600]]",
    asked: { format: "json", header: ["time", "open", "high", "low", "close", "volume"] },
    times: DAYS,
    close: [11, 12],
    volume: [500, 600],
  },
];
