import type { EngineMethod, ParamsOf, ResultOf } from '../../../shared/contract/engine-api';
import type { EngineContext } from '../context';

/** One function per method of the contract: a missing, misspelt or mistyped one stops the build. */
export type Handlers = {
  readonly [M in EngineMethod]: (context: EngineContext, params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>;
};

/** The handlers of some methods: what each file beside this one gives. */
export type HandlersOf<M extends EngineMethod> = Pick<Handlers, M>;
