extension Taxonomy {
  /// The version of MITRE ATLAS that ids and names follow.
  public static let atlasVersion = "5.6.0"

  /// The technique that every finding names.
  public static let poisonTrainingData = Technique(id: "AML.T0020", name: "Poison Training Data")

  /// The techniques of MITRE ATLAS that the table, findings or notes name, in the order of ids.
  public static let techniques: [Technique] = [
    Technique(id: "AML.T0010", name: "AI Supply Chain Compromise"),
    Technique(id: "AML.T0010.002", name: "Data"),
    Technique(id: "AML.T0015", name: "Evade AI Model"),
    Technique(id: "AML.T0018.000", name: "Poison AI Model"),
    Technique(id: "AML.T0019", name: "Publish Poisoned Datasets"),
    poisonTrainingData,
    Technique(id: "AML.T0024", name: "Exfiltration via AI Inference API"),
    Technique(id: "AML.T0043.004", name: "Insert Backdoor Trigger"),
    Technique(id: "AML.T0059", name: "Erode Dataset Integrity"),
  ]
}
