"""What is kept of a run of backtesting.py, by the names of our own columns and metrics."""

import math


def trades_of(stats):
    trades = stats["_trades"]
    return {
        "size": trades["Size"].tolist(),
        "entry_bar": trades["EntryBar"].tolist(),
        "exit_bar": trades["ExitBar"].tolist(),
        "entry_price": trades["EntryPrice"].tolist(),
        "exit_price": trades["ExitPrice"].tolist(),
        "commission": trades["Commission"].tolist(),
        "pnl": trades["PnL"].tolist(),
    }


def figures_of(stats):
    trades = stats["_trades"]
    has_ratios = not math.isnan(stats["Volatility (Ann.) [%]"])  # ours: too_few_bars
    return {
        "final_equity": float(stats["Equity Final [$]"]),
        "fee_per_trade": float(stats.get("Commissions [$]", 0)) / len(trades) if len(trades) else None,
        "expectancy": float(trades["PnL"].mean()) if len(trades) else None,
        "avg_duration": float(trades["Duration"].mean().total_seconds() / 86_400) if len(trades) else None,
        "closed_trades": int(stats["# Trades"]),
        "cagr": defined(stats["CAGR [%]"] / 100) if stats["Equity Final [$]"] > 0 else None,  # ours: bankrupt
        "volatility": defined(stats["Volatility (Ann.) [%]"] / 100),
        "sharpe": defined(stats["Sharpe Ratio"]),
        "sortino": defined(stats["Sortino Ratio"]) if has_ratios else None,
        "calmar": defined(stats["Calmar Ratio"]) if has_ratios else None,
        "max_drawdown": defined(-stats["Max. Drawdown [%]"] / 100),
        "win_rate": defined(stats["Win Rate [%]"] / 100),
        "profit_factor": defined(stats["Profit Factor"]),
        "exposure": defined(stats["Exposure Time [%]"] / 100),
        "sqn": defined(stats["SQN"]) if abs(stats["SQN"]) < 1e12 else None,  # ours: zero_variance
    }


def defined(value):
    return None if value is None or not math.isfinite(value) else float(value)
