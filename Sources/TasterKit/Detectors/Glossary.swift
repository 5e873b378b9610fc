/// The words for attacks on training data, and which detectors see what they name.
public enum Glossary: Sendable {
  /// One attack.
  public struct Attack: Sendable, Hashable {
    /// The name: lower case with hyphens.
    public let name: String
    /// Other words for it.
    public let aliases: [String]
    /// What the attacker does, and what gives it away.
    public let explanation: String
    /// The detectors that look for it, the first one first.
    public let detectors: [String]
    /// The MITRE ATLAS technique.
    public let technique: String
  }

  /// The attacks in the order of help texts.
  public static let attacks: [Attack] = [
    Attack(
      name: "label-flipping", aliases: ["flip", "flips", "label-noise", "mislabelling"],
      explanation: """
        The features of a row stay, its label becomes another one: at random, always from one class to one other, or \
        where it hurts a model most. A model of the other rows contradicts such a label.

        Flips near the boundary of two classes look like honest doubt and are found last.
        """, detectors: [LabelFlip.name, SourceShift.name], technique: "AML.T0020"),
    Attack(
      name: "outlier-injection", aliases: ["outliers", "gross-error", "injection"],
      explanation: """
        New rows, or new values in old rows, far from everything else, drag means and boundaries with them. They \
        betray themselves by their distance, column by column or in combination.

        Values moved only a little stay inside what the column allows by nature.
        """,
      detectors: [Outlier.name, JointOutlier.name, MislabelledOutlier.name, RowDistance.name],
      technique: "AML.T0020"),
    Attack(
      name: "wrong-unit", aliases: ["scale-bug", "unit-bug", "decimal-shift"],
      explanation: """
        One column of some rows is in another unit: cents for euros, a lost decimal point, inches for centimetres. \
        Divided by the right factor the values are ordinary, and their last digits often tell the factor.

        A factor near 1 on a column that varies widely does not show.
        """, detectors: [UnitError.name, Outlier.name], technique: "AML.T0020"),
    Attack(
      name: "backdoor", aliases: ["trojan", "badnets", "backdoor-trigger", "poisoned-trigger"],
      explanation: """
        Rows of other classes get a few fixed values, the trigger, and the label that the attacker wants. The model \
        learns that these values decide; whoever sets them later gets that label. The values meet more often than \
        chance allows, on rows that look like other classes.

        A trigger of one value, or on fewer than one row in two hundred, is not found.
        """, detectors: [Trigger.name, LabelFlip.name], technique: "AML.T0043.004"),
    Attack(
      name: "clone-flood", aliases: ["duplicates", "copies", "flooding", "near-duplicates"],
      explanation: """
        A few rows with wrong labels come again and again, a little shaken, so that they outvote honest neighbours. \
        They lie closer together than rows of the table do by nature.

        Where the table is full of honest copies, a flood with the right label passes for one.
        """, detectors: [Flood.name, LabelFlip.name], technique: "AML.T0020"),
    Attack(
      name: "bad-source", aliases: ["source-attack", "insider", "annotator", "supplier"],
      explanation: """
        One supplier, annotator or feed sends wrong labels among right ones. Its rows are contradicted more often \
        than everyone else's; the column that names the source has to be told with --source.

        Poison that is spread evenly over all sources does not show here.
        """, detectors: [SourceShift.name, LabelFlip.name], technique: "AML.T0010.002"),
    Attack(
      name: "clean-label", aliases: ["feature-collision", "hidden-trigger", "mixup"],
      explanation: """
        Rows with right labels and slightly shifted features pull the boundary towards one target. Nothing in the \
        row contradicts its label, so a table judged by itself hardly shows it; rows mixed with another class look less \
        like their own than by nature, and a shift that many rows share may show as outliers, copies or a trigger.
        """, detectors: [MixedRows.name, Outlier.name, Flood.name, Trigger.name],
      technique: "AML.T0020"),
  ]

  /// The attack of a name or of another word for it, in whatever case, with spaces or hyphens.
  public static func attack(_ word: String) -> Attack? {
    let wanted = word.lowercased().replacing(" ", with: "-").replacing("_", with: "-")
    return attacks.first { $0.name == wanted || $0.aliases.contains(wanted) }
  }
}
