import TasterKit
import TasterTesting
import Testing

@Suite struct `A trial` {
  @Test func `counts held rows, poisoned, clean and neither`() throws {
    let sheet = Sheet.clouds([60, 60], columns: 3, gap: 5)
    let victim = try Victim(sheet.table())
    var dice = AttackDice(seed: 1)
    var flood = CloneFlood()
    (flood.seeds, flood.jitter) = (1, 0)
    let poison = try flood.poison(victim, count: 14, dice: &dice)
    let table = try PoisonedTable(victim, poison)
    let all = try Trial(table, truth: poison.truth)
    #expect(all.averagePrecision > 0.99 && all.recall == 1 && all.besidesHeld == 0)
    #expect(all.heldRows.isSuperset(of: poison.truth) && all.held == all.heldRows.count)
    #expect(all.precision == 14 / Double(all.held))
    // Half of the copies as companions: what is held of them is counted apart.
    let half = try Trial(
      table, truth: Array(poison.truth.prefix(7)), besides: Set(poison.truth.suffix(7)))
    #expect(half.recall == 1 && half.besidesHeld == 7 && half.held == all.held - 7)
  }
}
