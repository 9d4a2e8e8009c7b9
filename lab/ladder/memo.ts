import { Component, type ComponentChild, type FunctionComponent } from 'preact';

/** A component that is drawn again only when one of its properties is another. */
export function memo<P extends object>(draw: (props: P) => ComponentChild): FunctionComponent<P> {
  class Remembering extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      const same = keys.length === Object.keys(this.props).length;
      return !same || keys.some((key) => next[key] !== (this.props as P)[key]);
    }
    override render(props: P): ComponentChild {
      return draw(props);
    }
  }
  return Remembering as unknown as FunctionComponent<P>;
}
