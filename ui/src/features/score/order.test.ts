import { describe, expect, it } from "vitest";
import type { Row, Status, ThemeView } from "../../lib/ask";
import { findRow, groupsOf, neighbour, nextOpen, passes } from "./order";

const row = (label: string, theme: number, status: Status, flagged = false): Row => ({
  number: `N-${label}`, label, theme, title: label, status, flagged, total: null, videoMs: null, over: false,
});
const theme = (id: number, short: string): ThemeView => ({ id, name: short, nameEn: short, short, criteria: [] });
const rows = [row("卫-002", 4, "scored"), row("交-003", 2, "open"), row("卫-004", 4, "draft"), row("交-017", 2, "recused", true)];

describe("the order of the tray", () => {
  it("groups by theme and keeps the pack's order inside", () => {
    const groups = groupsOf([theme(2, "交"), theme(4, "卫"), theme(7, "环")], rows);
    expect(groups.map((group) => group.rows.map((one) => one.label))).toEqual([["交-003", "交-017"], ["卫-002", "卫-004"]]);
  });

  it("finds the next undecided entry, going round, but never the one in hand", () => {
    expect(nextOpen(rows, "N-卫-002")?.label).toBe("交-003");
    expect(nextOpen(rows, "N-卫-004")?.label).toBe("交-003");
    expect(nextOpen(rows.filter((one) => one.label !== "卫-004"), "N-交-003")).toBeNull();
  });

  it("stops at the ends", () => {
    expect(neighbour(rows, "N-卫-002", -1)).toBeNull();
    expect(neighbour(rows, "N-卫-002", 1)?.label).toBe("交-003");
  });

  it("filters by status and flag", () => {
    expect(rows.filter((one) => passes(one, "flag")).map((one) => one.label)).toEqual(["交-017"]);
    expect(rows.filter((one) => passes(one, "draft")).map((one) => one.label)).toEqual(["卫-004"]);
  });

  it.each([["17", "交-017"], ["017", "交-017"], ["交17", "交-017"], ["交-003", "交-003"], ["卫 002", "卫-002"]])("finds %s", (typed, label) => {
    expect(findRow(rows, typed)?.label).toBe(label);
  });

  it("finds nothing for nothing", () => {
    expect(findRow(rows, "  ")).toBeNull();
    expect(findRow(rows, "999")).toBeNull();
  });
});
