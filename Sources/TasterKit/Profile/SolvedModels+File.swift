import TasterKernels

extension ByteWriter {
  /// The section of solved models.
  mutating func add(_ models: SolvedModels) {
    add(UInt32(models.width))
    add(models.surprise.features) { $0.add(UInt32($1)) }
    add(models.labels) { $0.add($1) }
    add(models.surprise)
    for list in [models.leftOut.shares, models.leftOut.suspicions, models.leftOut.surprises] {
      for x in list { add(x) }
    }
  }

  private mutating func add(_ scorer: LabelScorer) {
    let kernels = scorer.kernels.kernels
    add(UInt32(kernels.landmarks.rows))
    add(kernels.landmarks)
    add(kernels.gamma)
    add(UInt32(kernels.squarings))
    for part in [kernels.wide, kernels.narrow] { add(part) }
    for part in [scorer.kernels.smooth, scorer.kernels.local] {
      if let plain = part.plain { add(plain) }
      for x in part.constants { add(x) }
    }
    add(scorer.straight)
    let temperatures = scorer.temperatures
    for x in temperatures.linear + temperatures.local + temperatures.smooth { add(x) }
  }

  private mutating func add(_ model: SurpriseModel) {
    for tails in model.tails { add(tails) { $0.add($1) } }
    add(model.gaussian) { writer, gaussian in
      for x in gaussian.mean { writer.add(x) }
      writer.add(gaussian.precision)
      for residuals in model.residuals { writer.add(residuals) { $0.add($1) } }
    }
    for tail in [model.singleTail, model.conditionalTail, model.jointTail] {
      add(tail) { $0.add($1) }
    }
  }

  private mutating func add(_ residuals: SurpriseModel.Residuals) {
    add(residuals.tails)
    add(residuals.atom) { $0.add($1) }
    add(residuals.levels.sorted()) { $0.add($1) }
  }

  private mutating func add(_ tails: ColumnTails) {
    add(tails.upper) { $0.add($1) }
    add(tails.lower) { $0.add($1) }
    add(tails.atom) { $0.add($1) }
    add(tails.codes) { $0.add($1) }
  }

  private mutating func add(_ tail: Tail) {
    for x in [tail.middle, tail.reach, tail.power, tail.divisor] { add(x) }
  }

  private mutating func add(_ numbers: Numbers) { for x in numbers.elements { add(x) } }

  /// 1 and a value, or 0.
  private mutating func add<T>(_ value: T?, by write: (inout ByteWriter, T) -> Void) {
    add(byte: value == nil ? 0 : 1)
    if let value { write(&self, value) }
  }
}

extension ByteReader {
  /// The section of solved models.
  ///
  /// - Parameters:
  ///   - schema: The columns.
  ///   - count: How many rows were drawn.
  /// - Returns: The models; whether they fit the rows is seen when they are put to work.
  /// - Throws: ``ByteFault`` that says what is wrong.
  mutating func models(of schema: Schema, drawn count: Int) throws(ByteFault) -> SolvedModels {
    let d = schema.numeric.count
    let width = Int(try half())
    guard width <= left else { throw ByteFault("its models have more columns than bytes") }
    var features: [Int] = []
    for _ in 0..<(try length(each: 4)) {
      let feature = Int(try half())
      guard feature < d, features.last.map({ $0 < feature }) ?? true else {
        throw ByteFault("its models name a column that there is not")
      }
      features.append(feature)
    }
    guard features.count <= width else {
      throw ByteFault("its models name more columns than they have")
    }
    let labels = try optional { (reader) throws(ByteFault) in
      try reader.scorer(
        classes: schema.classes.count, width: width, numericCount: features.count)
    }
    let surprise = try surprise(features: features, numeric: d, width: width)
    let shares = try numbers(count) { (0...1).contains($0) }
    let suspicions = try numbers(count) { $0.magnitude <= 100 }
    let surprises = try numbers(count) { $0 >= 0 && $0 <= SolvedModels.LeftOut.mostNats }
    return SolvedModels(
      width: width, labels: labels, surprise: surprise,
      leftOut: SolvedModels.LeftOut(
        shares: shares, suspicions: suspicions, surprises: surprises))
  }

  private static let mostLandmarks = 400
  private static let mostSquarings = 4
  /// No number of a model is larger: sums of products of two stay finite.
  private static let most = 1e60

  private mutating func scorer(
    classes: Int, width: Int, numericCount: Int
  ) throws(ByteFault) -> LabelScorer {
    let landmarks = Int(try half())
    guard classes >= 2, width >= 1, (1...Self.mostLandmarks).contains(landmarks) else {
      throw ByteFault("its label models have no proper size")
    }
    let places = try matrix(landmarks, width)
    let gamma = try numbers(1) { $0 >= 0 && $0 <= Self.most }[0]
    let squarings = Int(try half())
    guard squarings <= Self.mostSquarings else {
      throw ByteFault("its label models have no proper size")
    }
    let (wide, narrow) = (
      try matrix(landmarks, 2 * classes), try matrix(landmarks, 3 * classes)
    )
    func plain(
      _ columns: Int, _ reader: inout ByteReader
    ) throws(ByteFault) -> LabelFeatures.Scorer.Plain {
      let plain = LabelFeatures.hasPlain(width) ? try reader.matrix(width, columns) : nil
      return (plain, try reader.numbers(columns) { $0.magnitude <= Self.most })
    }
    let smooth = try plain(2 * classes, &self)
    let local = try plain(3 * classes, &self)
    let straight = try matrix(
      LabelFeatures.linearWidth(width, numericCount: numericCount), 3 * classes)
    let temperatures = try numbers(8) { $0 > 0 && $0 <= 1_000 }
    return LabelScorer(
      classes: classes, numericCount: numericCount,
      kernels: LabelFeatures.Scorer(
        kernels: GaussianScores(
          landmarks: places, gamma: gamma, squarings: squarings, wide: wide, narrow: narrow),
        local: local, smooth: smooth),
      straight: straight,
      temperatures: LabelScorer.Temperatures(
        linear: Array(temperatures[0..<3]), local: Array(temperatures[3..<6]),
        smooth: Array(temperatures[6..<8])))
  }

  private mutating func surprise(
    features: [Int], numeric d: Int, width: Int
  ) throws(ByteFault) -> SurpriseModel {
    var tails: [ColumnTails?] = []
    for _ in 0..<d {
      tails.append(try optional { (reader) throws(ByteFault) in try reader.columnTails() })
    }
    var residuals: [SurpriseModel.Residuals?] = []
    let gaussian = try optional { (reader) throws(ByteFault) -> Conditionals in
      let mean = try reader.numbers(width) { $0.magnitude <= Self.most }
      let precision = try reader.matrix(width, width)
      guard (0..<width).allSatisfy({ precision[$0, $0] >= 1 / Self.most }) else {
        throw ByteFault("its models hold a spread that is none")
      }
      for _ in features {
        residuals.append(
          try reader.optional { (inner) throws(ByteFault) in try inner.residuals() })
      }
      return Conditionals(mean: mean, precision: precision)
    }
    var found: [Tail?] = []
    for _ in 0..<3 {
      found.append(try optional { (reader) throws(ByteFault) in try reader.tail() })
    }
    return SurpriseModel(
      tails: tails, features: features, gaussian: gaussian, residuals: residuals,
      single: found[0], conditional: found[1], joint: found[2])
  }

  private mutating func residuals() throws(ByteFault) -> SurpriseModel.Residuals {
    let tails = try columnTails()
    let atom = try optional { (reader) throws(ByteFault) in try reader.word() }
    var levels: Set<UInt64> = []
    for _ in 0..<(try length(each: 8)) { levels.insert(try word()) }
    return SurpriseModel.Residuals(tails: tails, atom: atom, levels: levels)
  }

  private mutating func columnTails() throws(ByteFault) -> ColumnTails {
    let upper = try optional { (reader) throws(ByteFault) in try reader.tail() }
    let lower = try optional { (reader) throws(ByteFault) in try reader.tail() }
    let atom = try optional { (reader) throws(ByteFault) in try reader.number() }
    var codes: [Double] = []
    for _ in 0..<(try length(each: 8)) { codes.append(try number()) }
    return ColumnTails(upper: upper, lower: lower, atom: atom, codes: codes)
  }

  private mutating func tail() throws(ByteFault) -> Tail {
    let middle = try number()
    let (reach, power, divisor) = (try number(), try number(), try number())
    guard reach > 0, (0.1...10).contains(power), (0.1...100).contains(divisor) else {
      throw ByteFault("its models hold a spread that is none")
    }
    return Tail(middle: middle, reach: reach, power: power, divisor: divisor)
  }

  private mutating func matrix(_ rows: Int, _ columns: Int) throws(ByteFault) -> Numbers {
    Numbers(
      rows: rows, columns: columns,
      elements: try numbers(rows * columns) { $0.magnitude <= Self.most })
  }

  /// So many numbers, each as it has to be.
  private mutating func numbers(
    _ count: Int, where isProper: (Double) -> Bool
  ) throws(ByteFault) -> [Double] {
    guard count <= left / 8 else { throw ByteFault("it ends in the middle of a value") }
    var list: [Double] = []
    list.reserveCapacity(count)
    for _ in 0..<count {
      let x = try number()
      guard isProper(x) else { throw ByteFault("its models hold \(x), as no model does") }
      list.append(x)
    }
    return list
  }

  private mutating func optional<T>(
    _ read: (inout ByteReader) throws(ByteFault) -> T
  ) throws(ByteFault) -> T? {
    switch try byte() {
    case 0: nil
    case 1: try read(&self)
    case let value: throw ByteFault("it holds \(value) where yes or no belongs")
    }
  }
}
