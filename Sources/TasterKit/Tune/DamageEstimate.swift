/// What poison does to a simple model that learns from it, and what cleaning gives back.
public struct DamageEstimate: Sendable, Hashable {
  /// The attack.
  public let attack: String
  /// The share of held-out honest rows that a model of the poisoned rows gets right.
  public let poisoned: Double
  /// The same of a model of the rows that are not held.
  public let cleaned: Double
  /// The same of a model of the rows that were not planted.
  public let oracle: Double
  /// The share of held-out rows of other classes that the trigger turns into the target; nil without a trigger.
  public let success: Double?
  /// The same after cleaning.
  public let successCleaned: Double?
}
